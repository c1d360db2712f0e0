package io.jcompose.spec.lint;

import io.jcompose.spec.Mount;
import io.jcompose.spec.Service;
import io.jcompose.spec.source.TreePath;
import java.util.List;
import java.util.Set;

/** A container that commands the container engine. */
final class EngineSocket implements Rule {
    private static final About ABOUT = new About(
            "engine-socket",
            Level.WARNING,
            "mounted sockets of a container engine",
            "who can write to the socket can start a privileged container: that is root on the host, also when mounted read-only");

    @Override
    public About about() {
        return ABOUT;
    }

    private static final Set<String> SOCKETS = Set.of("docker.sock", "podman.sock", "containerd.sock", "crio.sock");

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            List<Mount> mounts = service.mounts();
            for (int i = 0; i < mounts.size(); i++) {
                if (mounts.get(i) instanceof Mount.Bind bind && isSocket(bind.source())) {
                    report.find(
                            TreePath.item(Subject.path(service) + ".volumes", i),
                            "service \"" + service.name() + "\" is given the engine's socket " + bind.source(),
                            "put a proxy in front that allows only the calls it needs, or do without");
                }
            }
        }
    }

    static boolean isSocket(String source) {
        return SOCKETS.contains(source.substring(source.lastIndexOf('/') + 1));
    }
}
