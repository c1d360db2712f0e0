package io.jcompose.orchestrator.cli.screen;

import io.jcompose.orchestrator.client.Message;

/** Shows work as it goes on, on standard error. */
public interface Progress extends AutoCloseable {
    /** Something happened to a resource. */
    void show(Message.Progress step);

    /** Prints something else in between, so that the two do not mix. */
    void beside(Runnable print);

    /** No more work: what is shown stays. */
    @Override
    void close();
}
