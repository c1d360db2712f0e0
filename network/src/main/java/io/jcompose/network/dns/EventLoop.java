package io.jcompose.network.dns;

import java.io.IOException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread for all sockets of the name servers. All but {@link #call} and {@link #close} belongs to that thread. */
final class EventLoop implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(EventLoop.class);

    private final Selector selector;
    private final Thread thread;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Timer> timers = new PriorityQueue<>((a, b) -> Long.signum(a.nanos() - b.nanos()));
    private volatile boolean closing;

    private EventLoop(Selector selector) {
        this.selector = selector;
        this.thread = new Thread(this::run, "dns");
        thread.setDaemon(true);
    }

    /** What is done when a channel is ready. A failure closes the channel. */
    @FunctionalInterface
    interface Handler {
        void ready(SelectionKey key) throws IOException;
    }

    record Timer(long nanos, Runnable work) {
        private long left() {
            return nanos - System.nanoTime();
        }
    }

    static EventLoop start() throws IOException {
        var loop = new EventLoop(Selector.open());
        loop.thread.start();
        return loop;
    }

    /** Runs work on the loop's thread and waits for its result. */
    <T> T call(Callable<T> work) throws IOException {
        var result = new CompletableFuture<T>();
        tasks.add(() -> {
            try {
                if (closing) {
                    throw new IOException("the name servers are closed");
                }
                result.complete(work.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        selector.wakeup();
        if (closing) {
            runTasks();
        }
        try {
            return result.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof IOException io) {
                throw io;
            }
            throw e;
        }
    }

    SelectionKey watch(SelectableChannel channel, int operations, Handler handler) throws IOException {
        channel.configureBlocking(false);
        return channel.register(selector, operations, handler);
    }

    /** Closes a channel and gives its port back at once: a selector holds closed channels until it next looks. */
    void discard(SelectableChannel channel) throws IOException {
        channel.close();
        selector.selectNow();
        serveReady();
    }

    Timer after(Duration time, Runnable work) {
        var timer = new Timer(System.nanoTime() + time.toNanos(), work);
        timers.add(timer);
        return timer;
    }

    void cancel(Timer timer) {
        timers.remove(timer);
    }

    private void run() {
        while (!closing) {
            try {
                selector.select(millisToNextTimer());
                serveReady();
                runDue();
            } catch (IOException | RuntimeException e) {
                LOG.error("the name servers go on after a failure", e);
            }
        }
        runTasks();
        closeAll();
    }

    private long millisToNextTimer() {
        Timer next = timers.peek();
        if (!tasks.isEmpty()) {
            return 1;
        }
        return next == null ? 0 : Math.max(1, Duration.ofNanos(next.left()).toMillis() + 1);
    }

    private void runDue() {
        runTasks();
        for (Timer next = timers.peek(); next != null && next.left() <= 0; next = timers.peek()) {
            timers.poll();
            next.work().run();
        }
    }

    private void runTasks() {
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
    }

    private void serveReady() {
        SelectionKey[] ready = selector.selectedKeys().toArray(new SelectionKey[0]);
        selector.selectedKeys().clear();
        for (SelectionKey key : ready) {
            if (key.isValid() && key.attachment() instanceof Handler handler) {
                serve(key, handler);
            }
        }
    }

    private static void serve(SelectionKey key, Handler handler) {
        try {
            handler.ready(key);
        } catch (IOException e) {
            LOG.debug("closing {}", key.channel(), e);
            close(key.channel());
        } catch (RuntimeException e) {
            LOG.error("a packet at {} was not handled", key.channel(), e);
        }
    }

    private void closeAll() {
        for (SelectionKey key : selector.keys()) {
            close(key.channel());
        }
        try {
            selector.close();
        } catch (IOException e) {
            LOG.warn("cannot close the name servers: {}", e.getMessage());
        }
    }

    static void close(SelectableChannel channel) {
        try {
            channel.close();
        } catch (IOException e) {
            LOG.debug("cannot close {}", channel, e);
        }
    }

    @Override
    public void close() {
        closing = true;
        selector.wakeup();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
