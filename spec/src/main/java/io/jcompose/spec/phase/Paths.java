package io.jcompose.spec.phase;

import io.jcompose.spec.source.Span;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/** Paths of the host, as files of the project write them. */
final class Paths {
    private Paths() {}

    /** Absolute and clean: relative to the project directory, {@code ~} is HOME. Else a problem. */
    static Optional<Path> absolute(String written, Span span, String where, Setting setting) {
        try {
            if (!written.equals("~") && !written.startsWith("~/")) {
                return Optional.of(setting.directory().resolve(written).normalize());
            }
            Optional<String> home = setting.variable("HOME").filter(h -> h.startsWith("/"));
            if (home.isEmpty()) {
                setting.problems()
                        .error(span, where, "`~` has no meaning here: HOME is not set", "write the whole path");
            }
            return home.map(h -> Path.of(h, written.substring(1)).normalize());
        } catch (InvalidPathException e) {
            setting.problems().error(span, where, "not a path: " + e.getReason());
            return Optional.empty();
        }
    }
}
