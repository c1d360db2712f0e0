package io.jcompose.orchestrator.api;

import io.netty.channel.Channel;
import java.io.IOException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Makes a worker wait while its reader is slow; the event loop opens it. */
final class Gate {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();

    /** Writability changed, or the channel is closed. */
    void signal() {
        lock.lock();
        try {
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    void awaitWritable(Channel channel) throws IOException, InterruptedException {
        lock.lockInterruptibly();
        try {
            while (channel.isActive() && !channel.isWritable()) {
                changed.await();
            }
        } finally {
            lock.unlock();
        }
        if (!channel.isActive()) {
            throw new IOException("the client is gone");
        }
    }
}
