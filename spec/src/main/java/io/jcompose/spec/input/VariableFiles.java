package io.jcompose.spec.input;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.env.Variables;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The env files that a request means: those it names, else the {@code .env} of the caller and of the project. */
final class VariableFiles {
    private static final String DISABLE = "COMPOSE_DISABLE_ENV_FILE";
    private static final Set<String> TRUE = Set.of("1", "t", "true", "y", "yes", "on");
    private static final Set<String> FALSE = Set.of("", "0", "f", "false", "n", "no", "off");

    private final LoadRequest request;
    private final Texts texts;
    private final Problems problems;
    private final List<String> named;
    private final boolean disabled;

    VariableFiles(LoadRequest request, Texts texts, Problems problems) {
        this.request = request;
        this.texts = texts;
        this.problems = problems;
        this.named = request.envFiles().isEmpty()
                ? list(request.environment().getOrDefault("COMPOSE_ENV_FILES", ""))
                : request.envFiles().stream().map(Path::toString).toList();
        this.disabled = disabled(request.environment().getOrDefault(DISABLE, ""), problems);
    }

    /** The process environment, and the files that may name the project's files: named ones, else the caller's. */
    Variables first() {
        Variables variables = new Variables(request.environment(), Map.of());
        if (named.isEmpty()) {
            return withDefault(variables, request.directory());
        }
        Map<String, ScalarNode> found = new LinkedHashMap<>();
        for (String name : named) {
            found.putAll(parsed(name, request.directory().resolve(name), variables, found));
        }
        return variables.and(found);
    }

    /** Once the project's directory is known. */
    Variables withProject(Variables variables, Path directory) {
        boolean other = named.isEmpty() && !directory.equals(request.directory().normalize());
        return other ? withDefault(variables, directory) : variables;
    }

    private Variables withDefault(Variables variables, Path directory) {
        Path path = directory.resolve(".env");
        if (disabled || !Files.isRegularFile(path)) {
            return variables;
        }
        return variables.and(parsed(Names.shown(request.directory(), path), path, variables, Map.of()));
    }

    private Map<String, ScalarNode> parsed(
            String name, Path path, Variables variables, Map<String, ScalarNode> earlier) {
        return texts.read(name, path)
                .map(text -> Dotenv.parse(
                        name,
                        text,
                        key -> variables
                                .get(key)
                                .or(() -> Optional.ofNullable(earlier.get(key)).map(ScalarNode::text)),
                        problems))
                .orElse(Map.of());
    }

    private static List<String> list(String value) {
        return Arrays.stream(value.split(","))
                .map(String::strip)
                .filter(part -> !part.isEmpty())
                .toList();
    }

    private static boolean disabled(String value, Problems problems) {
        String word = value.strip().toLowerCase(Locale.ROOT);
        if (!TRUE.contains(word) && !FALSE.contains(word)) {
            problems.error(
                    null, "", DISABLE + " must be true or false, not `" + value + "`", "set it to 1, or unset it");
        }
        return TRUE.contains(word);
    }
}
