package io.jcompose.spec.lint;

import io.jcompose.spec.Mount;
import io.jcompose.spec.Service;
import io.jcompose.spec.source.TreePath;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A bind mount of a path that is not there. */
final class MissingSource implements Rule {
    private static final About ABOUT = new About(
            "missing-source",
            Level.WARNING,
            "bind mounts of paths that do not exist",
            "an empty directory of root takes the place of what is missing, also where a file was meant");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            List<Mount> mounts = service.mounts();
            for (int i = 0; i < mounts.size(); i++) {
                if (mounts.get(i) instanceof Mount.Bind bind && isMissing(bind.source())) {
                    report.find(
                            TreePath.item(Subject.path(service) + ".volumes", i),
                            "there is no " + bind.source() + " on this host",
                            bind.createHostPath()
                                    ? "create it, or set `bind.create_host_path: false` to be told at the start"
                                    : "create it");
                }
            }
        }
    }

    /** A socket is told of by another rule. */
    private static boolean isMissing(String source) {
        return !EngineSocket.isSocket(source) && !Files.exists(Path.of(source));
    }
}
