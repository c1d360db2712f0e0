package io.jcompose.runtime.launch;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Watches one running container: its keeper, and when that is lost, the main process itself. Tells once when both are
 * gone.
 */
final class Supervision implements AutoCloseable {
    private final Kernel kernel;
    private final EventLoop loop;
    private final Keepers keepers;
    private final RecordedPids pids;
    private @Nullable Fd keeper;
    private final @Nullable Fd main;
    private EventLoop.@Nullable Watch watch;
    private final CompletableFuture<Void> ended = new CompletableFuture<>();

    private Supervision(
            Kernel kernel, EventLoop loop, Keepers keepers, RecordedPids pids, @Nullable Fd keeper, @Nullable Fd main) {
        this.kernel = kernel;
        this.loop = loop;
        this.keepers = keepers;
        this.pids = pids;
        this.keeper = keeper;
        this.main = main;
    }

    /** @param keeper pidfd of a living keeper, which is closed here; empty when it is lost */
    static Supervision of(Kernel kernel, EventLoop loop, Keepers keepers, RecordedPids pids, Optional<Fd> keeper)
            throws IOException {
        Fd main = open(kernel, pids.main(), pids.mainStart()).orElse(null);
        return new Supervision(kernel, loop, keepers, pids, keeper.orElse(null), main);
    }

    /** The pidfd of the process that has this number and start time; empty when it is gone. */
    static Optional<Fd> open(Kernel kernel, int pid, long startTime) throws IOException {
        Fd fd;
        try {
            fd = kernel.pidfdOpen(pid);
        } catch (SyscallException e) {
            if (e.errno() == Errno.ESRCH) {
                return Optional.empty();
            }
            throw e;
        }
        // Opened first, looked at second: what we look at is what we opened.
        if (Processes.startTime(pid).orElse(-1) == startTime) {
            return Optional.of(fd);
        }
        fd.close();
        return Optional.empty();
    }

    /**
     * Begins to watch.
     *
     * @param recorded whether the keeper has written how it ended
     * @param end called once on the loop's thread
     */
    void begin(BooleanSupplier recorded, Runnable end) throws IOException {
        Fd first = keeper;
        if (first == null) {
            watchMain(end);
            return;
        }
        synchronized (this) {
            watch = loop.watch(first, () -> {
                stopWatching();
                keeper = null;
                keepers.reap(first);
                if (recorded.getAsBoolean()) {
                    finish(end);
                } else {
                    watchMain(end);
                }
            });
        }
    }

    private synchronized void watchMain(Runnable end) {
        Fd last = main;
        if (last == null) {
            loop.execute(() -> finish(end));
            return;
        }
        try {
            watch = loop.watch(last, () -> {
                stopWatching();
                finish(end);
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void finish(Runnable end) {
        close();
        end.run();
        ended.complete(null);
    }

    private synchronized void stopWatching() {
        EventLoop.Watch now = watch;
        if (now != null) {
            now.close();
            watch = null;
        }
    }

    RecordedPids pids() {
        return pids;
    }

    /** Waits until the end was dealt with: false when that takes longer, or nobody watches any more. */
    boolean awaitEnd(Duration patience) {
        try {
            ended.get(patience.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** Whether the main process was there to be watched. */
    boolean hasMain() {
        return main != null;
    }

    /** A new pidfd of the main process for the caller to close; empty when it is gone. */
    Optional<Fd> openMain() throws IOException {
        return open(kernel, pids.main(), pids.mainStart());
    }

    synchronized void signal(int signal) throws IOException {
        Fd target = main;
        if (target == null || !target.isOpen()) {
            return;
        }
        try {
            kernel.pidfdSignal(target, signal);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ESRCH) {
                throw e;
            }
        }
    }

    /** Stops watching; the container runs on. */
    @Override
    public synchronized void close() {
        stopWatching();
        try {
            if (keeper != null) {
                keeper.close();
            }
            if (main != null) {
                main.close();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
