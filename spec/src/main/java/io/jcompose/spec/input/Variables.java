package io.jcompose.spec.input;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The variables of a request: its environment, then the env files, then the project directory's {@code .env}. */
final class Variables {
    private final LoadRequest request;
    private final Texts texts;
    private final Problems problems;
    private final Map<String, String> values;

    Variables(LoadRequest request, Texts texts, Problems problems) {
        this.request = request;
        this.texts = texts;
        this.problems = problems;
        this.values = new LinkedHashMap<>(request.environment());
    }

    Map<String, String> values() {
        return values;
    }

    Optional<String> get(String name) {
        return Optional.ofNullable(values.get(name));
    }

    /** A variable that is a list, empty parts left out. */
    List<String> list(String name, String separator) {
        String value = values.getOrDefault(name, "");
        return Arrays.stream(value.split(java.util.regex.Pattern.quote(separator)))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    /** Those that may name the project's files: explicit env files, else the caller's {@code .env}. */
    void addFirst() {
        List<Path> explicit = explicit();
        if (explicit.isEmpty()) {
            addDefault(request.directory());
            return;
        }
        Map<String, String> found = new LinkedHashMap<>();
        for (Path path : explicit) {
            found.putAll(parsed(path.toString(), request.directory().resolve(path), found));
        }
        found.forEach(values::putIfAbsent);
    }

    /** Once the project's directory is known. */
    void addProject(Path directory) {
        if (explicit().isEmpty() && !directory.equals(request.directory())) {
            addDefault(directory);
        }
    }

    private List<Path> explicit() {
        return request.envFiles().isEmpty()
                ? fromEnvironment().stream().map(Path::of).toList()
                : request.envFiles();
    }

    private List<String> fromEnvironment() {
        String value = request.environment().getOrDefault("COMPOSE_ENV_FILES", "");
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(p -> !p.isEmpty())
                .toList();
    }

    private void addDefault(Path directory) {
        String disabled = request.environment().getOrDefault("COMPOSE_DISABLE_ENV_FILE", "");
        Path path = directory.resolve(".env");
        if (disabled.equals("1") || disabled.equals("true") || !Files.isRegularFile(path)) {
            return;
        }
        String name = Names.shown(request.directory(), path);
        parsed(name, path, Map.of()).forEach(values::putIfAbsent);
    }

    private Map<String, String> parsed(String name, Path path, Map<String, String> earlier) {
        Map<String, String> parsed = new LinkedHashMap<>();
        texts.read(name, path)
                .ifPresent(text -> Dotenv.parse(
                                name, text, key -> get(key).or(() -> Optional.ofNullable(earlier.get(key))), problems)
                        .forEach((key, value) -> parsed.put(key, value.text())));
        return parsed;
    }
}
