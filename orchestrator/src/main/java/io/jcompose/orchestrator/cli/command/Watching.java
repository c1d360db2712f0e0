package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.watch.Decision;
import io.jcompose.orchestrator.watch.FileWatch;
import io.jcompose.orchestrator.watch.Task;
import io.jcompose.orchestrator.watch.Triggers;
import io.jcompose.orchestrator.watch.WatchLimit;
import java.io.IOException;
import java.util.List;

/** Waits for changes of files, and has done what follows from them; what goes wrong is told, and watching goes on. */
final class Watching implements AutoCloseable {
    private static final int MANY = 1000;

    private final Triggers triggers;
    private final FileWatch files;
    private final Voice voice;

    /** Where lines go: what is done, and what went wrong. */
    interface Voice {
        void say(String line);

        void complain(String line);
    }

    /** Does tasks. */
    interface Hands {
        void begin() throws DaemonException;

        void perform(List<Task> tasks) throws DaemonException, UsageException, IOException, InterruptedException;
    }

    private Watching(Triggers triggers, FileWatch files, Voice voice) {
        this.triggers = triggers;
        this.files = files;
        this.voice = voice;
    }

    /** Begins to watch: what changes from here on is not missed. */
    static Watching open(Triggers triggers, Voice voice) throws IOException, UsageException {
        triggers.warnings().forEach(voice::complain);
        try {
            return new Watching(triggers, FileWatch.open(triggers.paths(), triggers), voice);
        } catch (WatchLimit e) {
            throw new UsageException(String.valueOf(e.getMessage()), e.hint());
        }
    }

    /** Until the thread is interrupted. */
    void run(Hands hands) throws DaemonException, IOException, InterruptedException {
        hands.begin();
        attempt(hands, Decision.first(triggers.all(), files.all()));
        voice.say("Watch enabled");
        while (true) {
            var changes = files.await();
            if (changes.size() > MANY) {
                voice.say("Large batch of file changes detected. If you just switched branches, this is expected.");
            }
            attempt(hands, Decision.of(triggers.all(), changes));
        }
    }

    private void attempt(Hands hands, List<Task> tasks) throws InterruptedException {
        try {
            hands.perform(tasks);
        } catch (DaemonException | UsageException | IOException e) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            voice.complain(String.valueOf(e.getMessage()));
        }
    }

    @Override
    public void close() {
        files.close();
    }
}
