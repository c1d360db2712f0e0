package io.jcompose.runtime.image;

import java.io.InterruptedIOException;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Threads that work on one thing: when it is given up all are interrupted, and all are waited for in any case. */
final class Crew {
    private final ExecutorService threads;
    private final Set<Thread> working = ConcurrentHashMap.newKeySet();
    private volatile boolean givenUp;

    Crew(ExecutorService threads) {
        this.threads = threads;
    }

    <T> Future<T> begin(Callable<T> task) {
        return threads.submit(() -> {
            working.add(Thread.currentThread());
            try {
                if (givenUp) {
                    throw new InterruptedIOException("given up");
                }
                return task.call();
            } finally {
                working.remove(Thread.currentThread());
                // The thread is the pool's: whoever uses it next was not meant.
                Thread.interrupted();
            }
        });
    }

    void giveUp() {
        givenUp = true;
        working.forEach(Thread::interrupt);
    }

    /** Waits to the end of it; an interruption of the waiting thread gives the whole work up. */
    <T> T join(Future<T> work) throws ExecutionException {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    return work.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                    giveUp();
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
