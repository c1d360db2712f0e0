package io.jcompose.spec.text;

import io.jcompose.spec.LoadRequest;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Requests of tests: nothing set but what a test is about. */
final class Requests {
    private Requests() {}

    /** The default files of {@code directory}, without environment. */
    static LoadRequest in(Path directory) {
        return of(directory, List.of(), Map.of());
    }

    static LoadRequest of(Path directory, List<String> files, Map<String, String> environment) {
        return new LoadRequest(files, directory, null, null, List.of(), List.of(), environment, List.of(), () -> "");
    }

    /** One text on standard input, in a project called {@code demo}. */
    static LoadRequest text(String yaml) {
        return new LoadRequest(
                List.of("-"),
                Path.of("/srv/demo"),
                null,
                "demo",
                List.of(),
                List.of(),
                Map.of("HOME", "/home/me"),
                List.of(),
                () -> yaml);
    }
}
