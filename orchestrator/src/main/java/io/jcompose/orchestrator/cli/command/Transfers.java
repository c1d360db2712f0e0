package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Progress;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Images on their way, a few at a time, on one screen. */
final class Transfers {
    private static final int AT_ONCE = 4;

    private Transfers() {}

    /** Begins to move one image. */
    @FunctionalInterface
    interface Start {
        MessageStream begin() throws DaemonException;
    }

    /**
     * Moves them all, also when some fail.
     *
     * @param starts by the reference that moves
     * @return what failed
     */
    static List<DaemonException> run(Progress progress, SortedMap<String, Start> starts) throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE);
        List<DaemonException> failures = Collections.synchronizedList(new ArrayList<>());
        try (progress) {
            List<Future<?>> moving = new ArrayList<>();
            for (Map.Entry<String, Start> start : starts.entrySet()) {
                Callable<Void> one = () -> {
                    move(start.getKey(), start.getValue(), progress, failures);
                    return null;
                };
                moving.add(threads.submit(one));
            }
            for (Future<?> one : moving) {
                one.get();
            }
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            threads.shutdownNow();
        }
        return failures;
    }

    private static void move(String reference, Start start, Progress progress, List<DaemonException> failures) {
        try (MessageStream stream = start.begin()) {
            stream.finish(progress::show);
        } catch (DaemonException e) {
            failures.add(e);
            progress.show(new Message.Progress("Image " + reference, "Error", Message.Phase.ERROR, ""));
        }
    }

    /** Shows failures: as warnings with exit code 0, or as errors with 1. */
    static int told(Session session, List<DaemonException> failures, boolean ignored) {
        for (DaemonException failure : failures) {
            if (ignored) {
                session.console().warn(String.valueOf(failure.getMessage()));
            } else {
                session.console().err().println("jcompose: " + failure.getMessage());
            }
        }
        return failures.isEmpty() || ignored ? 0 : 1;
    }
}
