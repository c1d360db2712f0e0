package io.jcompose.orchestrator.cli.screen;

import io.jcompose.orchestrator.client.Message;

/** Progress of which the layers of images are left out. */
public final class WithoutLayers implements Progress {
    private final Progress progress;

    public WithoutLayers(Progress progress) {
        this.progress = progress;
    }

    @Override
    public void show(Message.Progress step) {
        if (!step.id().startsWith("Layer ")) {
            progress.show(step);
        }
    }

    @Override
    public void beside(Runnable print) {
        progress.beside(print);
    }

    @Override
    public void close() {
        progress.close();
    }
}
