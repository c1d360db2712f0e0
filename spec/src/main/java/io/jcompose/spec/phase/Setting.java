package io.jcompose.spec.phase;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.input.Texts;
import io.jcompose.spec.yaml.Problems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What the phases may look at besides the model.
 *
 * @param directory the project directory, absolute
 * @param variables for interpolation
 * @param profiles active ones, {@code *} for all
 * @param named services named on the command line
 * @param givenName {@code -p}, or null
 * @param texts reads further files
 * @param options which phases are left out
 */
public record Setting(
        Path directory,
        Map<String, String> variables,
        List<String> profiles,
        List<String> named,
        @Nullable String givenName,
        List<String> files,
        Texts texts,
        Problems problems,
        LoadOptions options) {

    Optional<String> variable(String name) {
        return Optional.ofNullable(variables.get(name));
    }

    /** The variable as the model of {@code draft} sees it: COMPOSE_PROJECT_NAME is always set. */
    Optional<String> variable(String name, Draft draft) {
        return name.equals("COMPOSE_PROJECT_NAME") ? Optional.of(draft.name()) : variable(name);
    }
}
