package io.jcompose.orchestrator.cli;

import io.jcompose.orchestrator.cli.command.Session;
import io.jcompose.orchestrator.cli.command.UsageException;
import io.jcompose.orchestrator.cli.screen.Console;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.ProblemRenderer;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.source.Span;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into sentences on standard error. Always exit code 1, as docker compose does. */
final class ErrorReport {
    private static final int FAILED = 1;

    private final Console console;

    ErrorReport(Console console) {
        this.console = console;
    }

    int unknownCommand(String word, String above, List<String> near) {
        say("unknown command: " + word, near.isEmpty() ? "" : "did you mean: " + String.join(", ", near));
        console.err().println("all commands: jcompose " + above + "--help");
        return FAILED;
    }

    int usage(ParameterException e) {
        String hint = e instanceof UnmatchedArgumentException unmatched
                        && !unmatched.getSuggestions().isEmpty()
                ? "did you mean: " + String.join(", ", unmatched.getSuggestions())
                : "";
        say(String.valueOf(e.getMessage()), hint);
        console.err().println("see: " + e.getCommandLine().getCommandName() + " --help");
        return FAILED;
    }

    int failed(Exception e, Session session) {
        console.out().flush();
        if (e instanceof SpecException spec) {
            render(spec.problems(), spec.texts(), session);
        } else if (e instanceof DaemonException.Refused refused) {
            refused(refused, session);
        } else if (e instanceof DaemonException daemon) {
            say(String.valueOf(daemon.getMessage()), daemon.hint());
        } else if (e instanceof UsageException usage) {
            say(String.valueOf(usage.getMessage()), usage.hint());
        } else if (e instanceof IOException) {
            say(String.valueOf(e.getMessage()), "");
        } else {
            bug(e);
        }
        console.err().flush();
        return FAILED;
    }

    /** Each reason is shown at its line when the daemon names a place of the project that the loaded files have. */
    private void refused(DaemonException.Refused e, Session session) {
        refused(String.valueOf(e.getMessage()), e.path(), e.hint(), session);
        e.more().forEach(reason -> refused(reason.message(), reason.path(), "", session));
    }

    private void refused(String message, String path, String hint, Session session) {
        Optional<Loaded> loaded = session.loaded();
        Optional<Span> span = loaded.flatMap(it -> it.sources().at(path));
        if (loaded.isEmpty() || span.isEmpty()) {
            say(message, hint);
            return;
        }
        Problem problem = new Problem(span.get(), path, message, hint.isEmpty() ? null : hint);
        render(List.of(problem), loaded.get().texts(), session);
    }

    private void render(List<Problem> problems, Map<String, String> texts, Session session) {
        boolean colour =
                session.palette(console.terminal().err()) == io.jcompose.orchestrator.cli.screen.Palette.COLOURED;
        console.err().print(new ProblemRenderer(texts, colour).render(problems));
    }

    private void say(String message, String hint) {
        console.out().flush();
        console.err().println("jcompose: " + message);
        if (!hint.isEmpty()) {
            console.err().println("  hint: " + hint);
        }
    }

    /** Looks different from a mistake of the user: it is ours. */
    private void bug(Exception e) {
        console.err()
                .println("This is a defect of jcompose, not a mistake of yours. Please report it with these lines:");
        e.printStackTrace(console.err());
    }
}
