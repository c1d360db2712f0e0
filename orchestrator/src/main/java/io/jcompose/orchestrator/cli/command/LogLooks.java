package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.LogPrinter;
import io.jcompose.orchestrator.cli.screen.Palette;

/** The options about the look of log lines. */
final class LogLooks {
    private LogLooks() {}

    static LogPrinter.Look of(Session session, boolean plain, boolean bare, boolean timestamps) {
        Palette palette = plain
                ? Palette.PLAIN
                : session.palette(session.console().terminal().out());
        return new LogPrinter.Look(palette, !bare, timestamps);
    }
}
