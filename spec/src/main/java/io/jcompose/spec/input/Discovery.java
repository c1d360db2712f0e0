package io.jcompose.spec.input;

import io.jcompose.spec.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the files of a project that nobody named. */
final class Discovery {
    private static final List<String> NAMES =
            List.of("compose.yaml", "compose.yml", "docker-compose.yml", "docker-compose.yaml", "stack.yml");
    private static final List<String> OVERRIDES = List.of(
            "compose.override.yml",
            "compose.override.yaml",
            "docker-compose.override.yml",
            "docker-compose.override.yaml");

    private Discovery() {}

    /** The first default file of {@code directory} or its parents, and its override; none is a problem. */
    static List<Path> find(Path directory, Problems problems) {
        for (@Nullable Path at = directory; at != null; at = at.getParent()) {
            List<Path> found = present(at, NAMES);
            if (!found.isEmpty()) {
                List<Path> files = new ArrayList<>(List.of(first(found, problems)));
                List<Path> overrides = present(at, OVERRIDES);
                if (!overrides.isEmpty()) {
                    files.add(first(overrides, problems));
                }
                return files;
            }
        }
        problems.error(
                null,
                "",
                "no Compose file in " + directory + " or its parents (looked for " + String.join(", ", NAMES) + ")",
                "name the file with -f FILE");
        return List.of();
    }

    private static List<Path> present(Path directory, List<String> names) {
        return names.stream().map(directory::resolve).filter(Files::exists).toList();
    }

    private static Path first(List<Path> found, Problems problems) {
        Path chosen = found.get(0);
        if (found.size() > 1) {
            List<String> names = found.stream()
                    .map(path -> String.valueOf(path.getFileName()))
                    .toList();
            problems.warn(
                    null,
                    "",
                    "several default files in " + chosen.getParent() + ": " + String.join(", ", names),
                    chosen.getFileName() + " is used; name another one with -f FILE");
        }
        return chosen;
    }
}
