package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Resource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Threads for hooks, which may last long: other actions do not wait for them, and a person may call them off. */
final class HookThreads implements AutoCloseable {
    private static final int MOST = 8;
    private static final long IDLE_SECONDS = 30;
    private static final long CLOSE_SECONDS = 10;

    private final ThreadPoolExecutor pool;
    private final Map<Resource, Work> works = new ConcurrentHashMap<>();

    HookThreads() {
        var number = new AtomicInteger();
        pool = new ThreadPoolExecutor(MOST, MOST, IDLE_SECONDS, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), work -> {
            var thread = new Thread(work, "hook-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
        pool.allowCoreThreadTimeOut(true);
    }

    /** One run of hooks; its monitor keeps an interruption from hitting what its thread does next. */
    private static final class Work {
        private final Action.RunHooks action;
        private @Nullable Thread thread;
        private boolean abandoned;

        Work(Action.RunHooks action) {
            this.action = action;
        }

        synchronized void begin() {
            thread = Thread.currentThread();
            if (abandoned) {
                thread.interrupt();
            }
        }

        synchronized void end() {
            thread = null;
            // Whether it was interrupted is told to nobody: the next piece of work is another's.
            Thread.interrupted();
        }

        synchronized boolean isAbandoned() {
            return abandoned;
        }

        synchronized void abandon() {
            abandoned = true;
            if (thread != null) {
                thread.interrupt();
            }
        }
    }

    void execute(Action.RunHooks action, Runnable run) {
        Work work = new Work(action);
        works.put(action.resource(), work);
        pool.execute(() -> {
            work.begin();
            try {
                run.run();
            } finally {
                work.end();
                works.remove(action.resource(), work);
            }
        });
    }

    /** Whether hooks that run now were ended by {@link #abandon}: then that they failed is no news. */
    boolean isAbandoned(Action.RunHooks action) {
        Work work = works.get(action.resource());
        return work != null && work.isAbandoned();
    }

    /** Ends hooks before they have ended by themselves. */
    void abandon(Predicate<Action.RunHooks> which) {
        works.values().stream().filter(work -> which.test(work.action)).forEach(Work::abandon);
    }

    @Override
    public void close() {
        pool.shutdown();
        works.values().forEach(Work::abandon);
        try {
            pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
