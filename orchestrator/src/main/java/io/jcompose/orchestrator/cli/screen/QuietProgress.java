package io.jcompose.orchestrator.cli.screen;

import io.jcompose.orchestrator.client.Message;

/** Shows nothing. */
public final class QuietProgress implements Progress {
    @Override
    public void show(Message.Progress step) {}

    @Override
    public synchronized void beside(Runnable print) {
        print.run();
    }

    @Override
    public void close() {}
}
