package io.jcompose.network.linux;

import io.jcompose.network.link.Links;
import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes interfaces behind the callers' backs, all that wait in one request: the kernel waits some 15 ms for each
 * request (for readers of its device lists), however many interfaces it names. What could not be removed is found by the
 * next check, since no lease has it.
 */
final class LinkRemover {
    private static final Logger LOG = LoggerFactory.getLogger(LinkRemover.class);

    private final Links links;
    private final Set<String> waiting = new HashSet<>();
    private final Set<String> going = new HashSet<>();
    private boolean working;

    LinkRemover(Links links) {
        this.links = links;
    }

    synchronized void remove(String link) {
        waiting.add(link);
        if (!working) {
            working = true;
            var thread = new Thread(this::work, "link remover");
            thread.setDaemon(true);
            thread.start();
        }
    }

    /** Takes a removal back, or returns when it is done: then an interface of that name is safe from it. */
    synchronized void keep(String link) {
        waiting.remove(link);
        await(() -> going.contains(link));
    }

    /** Returns when nothing waits any more. */
    synchronized void finish() {
        await(() -> working);
    }

    private synchronized void await(BooleanSupplier condition) {
        boolean interrupted = false;
        while (condition.getAsBoolean()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void work() {
        for (List<String> batch = next(); !batch.isEmpty(); batch = next()) {
            try {
                links.deleteAll(batch);
            } catch (IOException | RuntimeException e) {
                LOG.warn("cannot remove the interfaces {} yet: {}", batch, e.getMessage());
            }
        }
    }

    private synchronized List<String> next() {
        List<String> batch = List.copyOf(waiting);
        waiting.clear();
        going.clear();
        going.addAll(batch);
        working = !batch.isEmpty();
        notifyAll();
        return batch;
    }
}
