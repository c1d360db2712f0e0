package io.jcompose.orchestrator.daemon;

import java.util.Set;
import java.util.concurrent.CopyOnWriteArraySet;
import java.util.function.Consumer;

/** Hands on the runtime's word that a container's status changed, to listeners that come and go. */
final class ContainerEvents implements Consumer<String> {
    private final Set<Consumer<String>> listeners = new CopyOnWriteArraySet<>();

    @Override
    public void accept(String id) {
        listeners.forEach(listener -> listener.accept(id));
    }

    void add(Consumer<String> listener) {
        listeners.add(listener);
    }

    void remove(Consumer<String> listener) {
        listeners.remove(listener);
    }
}
