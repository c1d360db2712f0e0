package io.jcompose.runtime.launch;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that waits on all descriptors (epoll(7)) and timers. What it runs must not block. */
final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);
    private static final long WAKE = 0;

    private final Kernel kernel;
    private final Fd epoll;
    private final Fd wake;
    private final Map<Long, Runnable> handlers = new ConcurrentHashMap<>();
    private final AtomicLong keys = new AtomicLong();
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    /** Touched by the loop's thread only. */
    private final PriorityQueue<Timer> timers = new PriorityQueue<>();

    private final Thread thread;
    private volatile boolean closed;

    EventLoop(Kernel kernel) throws IOException {
        this.kernel = kernel;
        epoll = kernel.epoll();
        wake = kernel.eventFd();
        kernel.epollAdd(epoll, wake, Flags.EPOLLIN, WAKE);
        thread = new Thread(this::run, "jcompose-events");
        thread.setDaemon(true);
        thread.start();
    }

    /** A descriptor that is watched until it is closed here. */
    final class Watch implements AutoCloseable {
        private final Fd fd;
        private final long key;

        private Watch(Fd fd, long key) {
            this.fd = fd;
            this.key = key;
        }

        /** Stops watching; the descriptor stays open. */
        @Override
        public void close() {
            if (handlers.remove(key) != null) {
                try {
                    kernel.epollRemove(epoll, fd);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    /** Something that is due, unless it is cancelled before. */
    static final class Timer implements Comparable<Timer> {
        private final long due;
        private volatile @Nullable Runnable task;

        private Timer(long due, Runnable task) {
            this.due = due;
            this.task = task;
        }

        void cancel() {
            task = null;
        }

        @Override
        public int compareTo(Timer other) {
            return Long.compare(due - other.due, 0);
        }
    }

    /** Runs {@code ready} on the loop's thread as long as the descriptor is readable or hung up. */
    Watch watch(Fd fd, Runnable ready) throws IOException {
        long key = keys.incrementAndGet();
        handlers.put(key, ready);
        try {
            kernel.epollAdd(epoll, fd, Flags.EPOLLIN, key);
        } catch (IOException e) {
            handlers.remove(key);
            throw e;
        }
        return new Watch(fd, key);
    }

    /** Runs {@code task} on the loop's thread, soon. */
    void execute(Runnable task) {
        tasks.add(task);
        wakeUp();
    }

    Timer after(Duration delay, Runnable task) {
        Timer timer = new Timer(System.nanoTime() + delay.toNanos(), task);
        execute(() -> timers.add(timer));
        return timer;
    }

    /** Not after {@link #close}: the number of the descriptor may be another file's by then. */
    private synchronized void wakeUp() {
        if (!wake.isOpen()) {
            return;
        }
        try {
            kernel.write(
                    wake,
                    ByteBuffer.allocate(8)
                            .order(ByteOrder.nativeOrder())
                            .putLong(1)
                            .array());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void run() {
        while (!closed) {
            try {
                for (Kernel.Event event : kernel.epollWait(epoll, untilNextTimer())) {
                    if (event.data() == WAKE) {
                        clearWake();
                    } else {
                        guarded(handlers.get(event.data()));
                    }
                }
            } catch (IOException e) {
                throw new UncheckedIOException("cannot wait for events", e);
            }
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                guarded(task);
            }
            runTimers();
        }
    }

    private @Nullable Duration untilNextTimer() {
        Timer next = timers.peek();
        // A millisecond more: epoll_wait(2) counts in whole ones, and being early would mean to spin.
        return next == null
                ? null
                : Duration.ofNanos(Math.max(0, next.due - System.nanoTime())).plusMillis(1);
    }

    private void runTimers() {
        long now = System.nanoTime();
        for (Timer next = timers.peek(); next != null && next.due - now <= 0; next = timers.peek()) {
            timers.remove();
            guarded(next.task);
        }
    }

    /** A failing handler must not end the loop, on which all containers depend. */
    private static void guarded(@Nullable Runnable task) {
        if (task == null) {
            return;
        }
        try {
            task.run();
        } catch (RuntimeException e) {
            LOG.error("a handler of container events failed", e);
        }
    }

    private void clearWake() throws IOException {
        try {
            kernel.read(wake, new byte[8]);
        } catch (SyscallException e) {
            if (e.errno() != Errno.EAGAIN) {
                throw e;
            }
        }
    }

    /** Ends the thread. What is still watched stays open. */
    @Override
    public void close() {
        closed = true;
        wakeUp();
        boolean interrupted = false;
        while (thread != Thread.currentThread() && thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        // Nothing is watched any more: closing a watch later has nothing to do.
        handlers.clear();
        release();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void release() {
        try {
            wake.close();
            epoll.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
