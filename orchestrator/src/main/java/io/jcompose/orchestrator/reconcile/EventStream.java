package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.execute.Progress;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** Progress of all work, to whoever listens now. Listeners must not block. */
public final class EventStream implements Consumer<Progress> {
    private final Set<Consumer<Progress>> listeners = new CopyOnWriteArraySet<>();

    @Override
    public void accept(Progress progress) {
        listeners.forEach(listener -> listener.accept(progress));
    }

    /** Listens until closed. */
    public Subscription subscribe(Consumer<Progress> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    /** Ends listening. */
    @FunctionalInterface
    public interface Subscription extends AutoCloseable {
        @Override
        void close();
    }
}
