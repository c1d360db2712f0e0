package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The end of an attached {@code up}: who may cause it, and with which exit code. */
final class UpEnd {
    private static final long SETTLE_MILLIS = 300;

    private boolean started;
    private boolean stopping;
    private boolean killing;
    private boolean look;
    private int holds;
    private @Nullable Integer code;
    private @Nullable Exception failure;

    /** Whether none of the watched containers is alive. */
    interface Question {
        boolean ask() throws DaemonException;
    }

    /** The work was done: from now on it may be over. */
    synchronized void started() {
        started = true;
        look();
    }

    /** Something happened after which it may be over. */
    synchronized void look() {
        look = true;
        notifyAll();
    }

    /** Until {@link #release}, containers that end do so because of us. */
    synchronized void hold() {
        holds++;
    }

    synchronized void release() {
        holds--;
        look();
    }

    synchronized boolean isHeld() {
        return holds > 0;
    }

    synchronized boolean isStopping() {
        return stopping;
    }

    synchronized void failed(Exception cause) {
        failure = failure == null ? cause : failure;
        notifyAll();
    }

    synchronized void code(int value) {
        code = value;
    }

    synchronized void codeIfNone(int value) {
        code = code == null ? Integer.valueOf(value) : code;
    }

    /** True the first time. */
    synchronized boolean beginStop() {
        boolean first = !stopping;
        stopping = true;
        return first;
    }

    /** True the first time. */
    synchronized boolean beginKill() {
        boolean first = !killing;
        killing = true;
        return first;
    }

    /** Waits until nothing is alive after the work was done, and returns the exit code. */
    int await(Question nothingAlive) throws DaemonException, IOException, InterruptedException {
        while (true) {
            waitForLook();
            if (nothingAlive.ask()) {
                settle();
                return code == null ? 0 : code;
            }
        }
    }

    private synchronized void waitForLook() throws DaemonException, IOException, InterruptedException {
        while (!(started && look) || (isHeld() && !stopping)) {
            rethrow();
            wait();
        }
        rethrow();
        look = false;
    }

    /** The state may be known before the last lines are here: wait for them until nothing comes for a while. */
    private synchronized void settle() throws InterruptedException {
        long quiet = System.nanoTime() + SETTLE_MILLIS * 1_000_000;
        for (long left = SETTLE_MILLIS; left > 0; left = (quiet - System.nanoTime()) / 1_000_000) {
            wait(left);
        }
    }

    private void rethrow() throws DaemonException, IOException {
        if (failure instanceof DaemonException daemon) {
            throw daemon;
        }
        if (failure instanceof RuntimeException bug) {
            throw bug;
        }
        if (failure instanceof IOException io) {
            throw io;
        }
    }
}
