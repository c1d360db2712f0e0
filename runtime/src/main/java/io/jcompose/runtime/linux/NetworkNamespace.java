package io.jcompose.runtime.linux;

import java.io.IOException;
import java.nio.file.Path;

/**
 * Work inside another network namespace: a thread of its own joins it, does the work and ends, so that no pooled thread
 * can be left in the wrong namespace. A socket belongs to the namespace of the thread that opens it (setns(2)).
 */
public final class NetworkNamespace {
    private NetworkNamespace() {}

    /** Work that may fail with an input/output error. */
    @FunctionalInterface
    public interface Work<T> {
        T run() throws IOException;
    }

    /** Runs {@code work} in the namespace that {@code path} (a bind mount or /proc/PID/ns/net) names. */
    public static <T> T call(Kernel kernel, Path path, Work<T> work) throws IOException {
        try (Fd namespace = kernel.open(path, Flags.O_RDONLY, 0)) {
            return onOwnThread(() -> {
                kernel.setns(namespace, Flags.CLONE_NEWNET);
                return work.run();
            });
        }
    }

    /** Makes a new network namespace and keeps it by a bind mount on {@code path}, an existing empty file. */
    public static void create(Kernel kernel, Path path) throws IOException {
        onOwnThread(() -> {
            kernel.unshare(Flags.CLONE_NEWNET);
            kernel.mount("/proc/thread-self/ns/net", path, "", Flags.MS_BIND, "");
            return path;
        });
    }

    private static <T> T onOwnThread(Work<T> work) throws IOException {
        var outcome = new Outcome<T>();
        var thread = new Thread(() -> outcome.fill(work), "netns");
        thread.setDaemon(true);
        thread.start();
        boolean interrupted = false;
        while (true) {
            try {
                thread.join();
                break;
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        return outcome.get();
    }

    private static final class Outcome<T> {
        private java.util.concurrent.CompletableFuture<T> future = new java.util.concurrent.CompletableFuture<>();

        void fill(Work<T> work) {
            try {
                future.complete(work.run());
            } catch (IOException | RuntimeException | Error e) {
                future.completeExceptionally(e);
            }
        }

        T get() throws IOException {
            try {
                return future.join();
            } catch (java.util.concurrent.CompletionException e) {
                if (e.getCause() instanceof IOException io) {
                    throw io;
                }
                throw e;
            }
        }
    }
}
