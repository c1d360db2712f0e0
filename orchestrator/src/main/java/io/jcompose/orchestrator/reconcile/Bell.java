package io.jcompose.orchestrator.reconcile;

/** Hands out the wake: whoever may have changed something rings it. */
public final class Bell implements Runnable {
    private final Wake wake = new Wake();

    /** Something may have changed. */
    @Override
    public void run() {
        wake.ring();
    }

    Wake wake() {
        return wake;
    }
}
