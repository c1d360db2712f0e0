package io.jcompose.orchestrator.reconcile;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Tells the reconciler that something may have changed. It carries nothing, and many are as good as one. */
final class Wake {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition rung = lock.newCondition();
    private boolean dirty = true;

    void ring() {
        lock.lock();
        try {
            dirty = true;
            rung.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Waits for a ring, at most so long, and clears it: whoever observes now sees what rang. */
    void await(long millis) throws InterruptedException {
        lock.lock();
        try {
            long left = TimeUnit.MILLISECONDS.toNanos(millis);
            while (!dirty && left > 0) {
                left = rung.awaitNanos(left);
            }
            dirty = false;
        } finally {
            lock.unlock();
        }
    }
}
