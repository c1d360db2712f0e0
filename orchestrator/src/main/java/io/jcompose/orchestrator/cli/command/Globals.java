package io.jcompose.orchestrator.cli.command;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The values of the global options; null where one was not given. */
public record Globals(
        List<String> files,
        @Nullable String projectName,
        List<String> profiles,
        List<Path> envFiles,
        @Nullable Path projectDirectory,
        @Nullable String ansi,
        @Nullable String progress,
        @Nullable Path root,
        @Nullable Path runDirectory,
        @Nullable String environment,
        boolean dryRun,
        @Nullable Integer parallel) {

    /** These and {@code later}: lists are joined, else the later one counts. */
    public Globals with(Globals later) {
        return new Globals(
                joined(files, later.files),
                second(projectName, later.projectName),
                joined(profiles, later.profiles),
                joined(envFiles, later.envFiles),
                second(projectDirectory, later.projectDirectory),
                second(ansi, later.ansi),
                second(progress, later.progress),
                second(root, later.root),
                second(runDirectory, later.runDirectory),
                second(environment, later.environment),
                dryRun || later.dryRun,
                second(parallel, later.parallel));
    }

    private static <T> List<T> joined(List<T> first, List<T> later) {
        return Stream.concat(first.stream(), later.stream()).toList();
    }

    private static <T> @Nullable T second(@Nullable T first, @Nullable T later) {
        return later != null ? later : first;
    }
}
