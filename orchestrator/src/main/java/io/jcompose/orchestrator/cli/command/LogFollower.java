package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.LogPrinter;
import io.jcompose.orchestrator.cli.screen.Progress;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import java.util.Optional;

/** Prints a followed log beside the progress and tells of containers that have ended for good. */
final class LogFollower {
    private final MessageStream logs;
    private final LogPrinter printer;
    private final Progress progress;
    private final Attended attended;

    LogFollower(MessageStream logs, LogPrinter printer, Progress progress, Attended attended) {
        this.logs = logs;
        this.printer = printer;
        this.progress = progress;
        this.attended = attended;
    }

    /** Called for each end that stays, after the container's last line was printed. */
    interface OnExit {
        void exited(Message.Event exit) throws DaemonException;
    }

    void follow(OnExit onExit) throws DaemonException {
        logs.whenIdle(printer::flush);
        for (Optional<Message> message = logs.next(); message.isPresent(); message = logs.next()) {
            if (message.get() instanceof Message.LogLine line && attended.shows(line.service())) {
                progress.beside(() -> printer.print(line));
            } else if (message.get() instanceof Message.Event event && attended.has(event.service())) {
                told(event, onExit);
            }
        }
    }

    private void told(Message.Event event, OnExit onExit) throws DaemonException {
        if (event.exit() && attended.shows(event.service())) {
            progress.beside(() -> printer.tell(event.container(), Exits.sentence(event)));
        }
        if (event.finalExit()) {
            onExit.exited(event);
        }
    }
}
