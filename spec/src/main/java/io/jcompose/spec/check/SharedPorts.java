package io.jcompose.spec.check;

import io.jcompose.spec.Port;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.decode.PortSyntax;
import java.util.HashMap;
import java.util.Map;

/** Two services that publish one host port cannot run together; they may be run one at a time. */
final class SharedPorts implements Check {
    @Override
    public void run(Project project, Report report) {
        Map<String, String> owners = new HashMap<>();
        for (Service service : project.services().values()) {
            for (int i = 0; i < service.ports().size(); i++) {
                Port port = service.ports().get(i);
                if (port.published() == 0 || port.published() != port.publishedEnd()) {
                    continue;
                }
                String host = String.valueOf(port.hostIp()) + " " + PortSyntax.published(port) + port.protocol();
                String owner = owners.putIfAbsent(host, service.name());
                if (owner != null && !owner.equals(service.name())) {
                    report.warn(
                            "services." + service.name() + ".ports[" + i + "]",
                            "host port " + port.published() + " is also published by service \"" + owner + "\"",
                            "they cannot run at the same time");
                }
            }
        }
    }
}
