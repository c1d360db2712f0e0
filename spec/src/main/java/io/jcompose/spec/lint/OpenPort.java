package io.jcompose.spec.lint;

import io.jcompose.spec.Port;
import io.jcompose.spec.Service;
import io.jcompose.spec.source.TreePath;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A port that every host of the network can reach. */
final class OpenPort implements Rule {
    private static final About ABOUT = new About(
            "open-port",
            Level.WARNING,
            "ports published on all addresses",
            "the port is open to every network that the host is in, also when a firewall of the host says otherwise");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            List<Port> ports = service.ports();
            for (int i = 0; i < ports.size(); i++) {
                Port port = ports.get(i);
                if (isOpen(port.hostIp())) {
                    String shown = port.published() == 0 ? "" : port.published() + ":";
                    report.find(
                            TreePath.item(Subject.path(service) + ".ports", i),
                            "port " + shown + port.target() + " of service \"" + service.name()
                                    + "\" is published on all addresses of the host",
                            "if only this host needs it write \"127.0.0.1:" + shown + port.target()
                                    + "\"; services reach each other without `ports`");
                }
            }
        }
    }

    private static boolean isOpen(@Nullable String hostIp) {
        return hostIp == null || hostIp.isEmpty() || hostIp.equals("0.0.0.0") || hostIp.equals("::");
    }
}
