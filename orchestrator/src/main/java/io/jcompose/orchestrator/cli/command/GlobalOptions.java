package io.jcompose.orchestrator.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that every command takes, before or after its name. */
@picocli.CommandLine.Command
public final class GlobalOptions {
    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "Compose file; may be repeated, - is standard input.")
    private List<String> files = new ArrayList<>();

    @Option(
            names = {"-p", "--project-name"},
            paramLabel = "NAME",
            description = "Project name.")
    private @Nullable String projectName;

    @Option(names = "--profile", paramLabel = "NAME", description = "Profile to activate; may be repeated, * is all.")
    private List<String> profiles = new ArrayList<>();

    @Option(names = "--env-file", paramLabel = "FILE", description = "File of variables; may be repeated.")
    private List<Path> envFiles = new ArrayList<>();

    @Option(
            names = {"-e", "--environment"},
            paramLabel = "NAME",
            description = "Environment that is meant, of those that x-environments declares.")
    private @Nullable String environment;

    @Option(names = "--project-directory", paramLabel = "DIR", description = "Directory that relative paths mean.")
    private @Nullable Path projectDirectory;

    @Option(names = "--ansi", paramLabel = "WHEN", description = "Colour and redrawing: auto, never, always.")
    private @Nullable String ansi;

    @Option(names = "--progress", paramLabel = "KIND", description = "Progress: auto, tty, plain, json, quiet.")
    private @Nullable String progress;

    @Option(names = "--root", paramLabel = "DIR", description = "Where the daemon keeps its state (/var/lib/jcompose).")
    private @Nullable Path root;

    @Option(names = "--run-dir", paramLabel = "DIR", description = "Where the daemon listens (/run/jcompose).")
    private @Nullable Path runDirectory;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "Taken for the sake of scripts: the daemon bounds what it does at a time itself.")
    private @Nullable Integer parallel;

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    /** What was given. */
    public Globals values() {
        return new Globals(
                List.copyOf(files),
                projectName,
                List.copyOf(profiles),
                List.copyOf(envFiles),
                projectDirectory,
                ansi,
                progress,
                root,
                runDirectory,
                environment,
                dryRun,
                parallel);
    }
}
