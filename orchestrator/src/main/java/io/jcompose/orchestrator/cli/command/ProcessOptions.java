package io.jcompose.orchestrator.cli.command;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code exec} and {@code run} run a command: with which variables, as whom, where, and on what terminal. */
final class ProcessOptions {
    @Option(
            names = {"-T", "--no-tty", "--no-TTY"},
            description = "No terminal, also when this runs in one.")
    private boolean pipes;

    @Option(
            names = {"-e", "--env"},
            paramLabel = "NAME[=VALUE]",
            description = "Variable of the command; may be repeated.")
    private List<String> environment = new ArrayList<>();

    @Option(
            names = {"-u", "--user"},
            paramLabel = "USER",
            description = "User to run as.")
    private @Nullable String user;

    @Option(
            names = {"-w", "--workdir"},
            paramLabel = "DIR",
            description = "Directory to run in.")
    private @Nullable String directory;

    /** What is so anyway; scripts written for other programs say it. */
    @Option(
            names = {"-i", "--interactive", "-t", "--tty"},
            hidden = true,
            description = "Always so.")
    void interactive(boolean said) {}

    /** Whether the command gets a terminal: when both ends of this call are one. */
    boolean onTerminal(Session session) {
        return !pipes
                && session.console().terminal().in()
                && session.console().terminal().out();
    }

    /** As they were given; {@code NAME} alone stands for the caller's value. */
    List<String> environment() {
        return environment;
    }

    @Nullable
    String user() {
        return user;
    }

    @Nullable
    String directory() {
        return directory;
    }
}
