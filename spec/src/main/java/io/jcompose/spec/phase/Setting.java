package io.jcompose.spec.phase;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.env.Variables;
import io.jcompose.spec.input.Documents;
import io.jcompose.spec.input.Inputs;
import io.jcompose.spec.input.Texts;
import io.jcompose.spec.yaml.Problems;
import java.nio.file.Path;
import java.util.List;
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
 * @param documents reads further files
 * @param options which phases are left out
 * @param composition the account of what is put together
 * @param including the includes that led here, the outermost first
 * @param watcher hears of each phase
 */
public record Setting(
        Path directory,
        Variables variables,
        List<String> profiles,
        List<String> named,
        @Nullable String givenName,
        List<String> files,
        Documents documents,
        Problems problems,
        LoadOptions options,
        Composition composition,
        List<IncludeLink> including,
        Watcher watcher) {
    /** The setting of one load. */
    public static Setting of(LoadRequest request, Inputs inputs, Documents documents, Problems problems) {
        return of(request, inputs, documents, problems, Watcher.NONE);
    }

    /** The setting of one load that {@code watcher} follows. */
    public static Setting of(
            LoadRequest request, Inputs inputs, Documents documents, Problems problems, Watcher watcher) {
        return new Setting(
                inputs.directory(),
                inputs.variables(),
                inputs.profiles(),
                request.services(),
                request.projectName(),
                inputs.files(),
                documents,
                problems,
                request.options(),
                new Composition(),
                List.of(),
                watcher);
    }

    Optional<String> variable(String name) {
        return variables.get(name);
    }

    Texts texts() {
        return documents.texts();
    }

    /** For files whose relative paths mean another directory. */
    Setting in(Path other) {
        return new Setting(
                other,
                variables,
                profiles,
                named,
                givenName,
                files,
                documents,
                problems,
                options,
                composition,
                including,
                watcher);
    }

    /** For files that are included. */
    Setting included(Path other, Variables own, List<IncludeLink> links) {
        return new Setting(
                other,
                own,
                profiles,
                named,
                givenName,
                files,
                documents,
                problems,
                options,
                composition,
                links,
                watcher);
    }

    /** The variable as the model of {@code draft} sees it: COMPOSE_PROJECT_NAME is always set. */
    public Optional<String> variable(String name, Draft draft) {
        return name.equals("COMPOSE_PROJECT_NAME") ? Optional.of(draft.name()) : variable(name);
    }
}
