package io.jcompose.spec;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * What to load, with everything that it depends on: the loader reads no environment and no clock of its own.
 *
 * @param files files in order, {@code -} for {@code standardInput}; empty: COMPOSE_FILE, else discovered in {@code
 *     directory} and its parents
 * @param directory the directory of the caller, absolute
 * @param projectDirectory {@code --project-directory}, or null for the directory of the first file
 * @param projectName {@code -p}, or null
 * @param profiles active profiles, {@code *} for all; empty: COMPOSE_PROFILES
 * @param envFiles {@code --env-file}; empty: COMPOSE_ENV_FILES, else {@code .env}
 * @param environment the process environment
 * @param services services named on the command line (their own profiles count as active); empty for all
 * @param standardInput what {@code -f -} reads
 * @param options which steps are taken
 */
public record LoadRequest(
        List<String> files,
        Path directory,
        @Nullable Path projectDirectory,
        @Nullable String projectName,
        List<String> profiles,
        List<Path> envFiles,
        Map<String, String> environment,
        List<String> services,
        Supplier<String> standardInput,
        LoadOptions options) {
    /** A request for a whole project. */
    public LoadRequest(
            List<String> files,
            Path directory,
            @Nullable Path projectDirectory,
            @Nullable String projectName,
            List<String> profiles,
            List<Path> envFiles,
            Map<String, String> environment,
            List<String> services,
            Supplier<String> standardInput) {
        this(
                files,
                directory,
                projectDirectory,
                projectName,
                profiles,
                envFiles,
                environment,
                services,
                standardInput,
                LoadOptions.ALL);
    }

    public LoadRequest withFiles(List<String> others) {
        return new LoadRequest(
                others,
                directory,
                projectDirectory,
                projectName,
                profiles,
                envFiles,
                environment,
                services,
                standardInput,
                options);
    }

    public LoadRequest withProfiles(List<String> active) {
        return new LoadRequest(
                files,
                directory,
                projectDirectory,
                projectName,
                active,
                envFiles,
                environment,
                services,
                standardInput,
                options);
    }

    public LoadRequest with(LoadOptions changed) {
        return new LoadRequest(
                files,
                directory,
                projectDirectory,
                projectName,
                profiles,
                envFiles,
                environment,
                services,
                standardInput,
                changed);
    }
}
