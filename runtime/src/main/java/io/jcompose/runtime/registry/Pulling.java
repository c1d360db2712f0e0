package io.jcompose.runtime.registry;

import io.jcompose.runtime.TransferProgress;
import io.jcompose.runtime.TransferProgress.Step;
import io.jcompose.runtime.image.AddProgress;
import io.jcompose.runtime.manifest.Descriptor;

/** What the store tells of an image that is added, in the words of those who look on. */
final class Pulling implements AddProgress {
    private final TransferProgress progress;

    Pulling(TransferProgress progress) {
        this.progress = progress;
    }

    @Override
    public void reading(Descriptor layer, long bytes) {
        tell(layer, bytes < layer.size() ? Step.DOWNLOADING : Step.UNPACKING, bytes);
    }

    @Override
    public void unpacked(Descriptor layer) {
        tell(layer, Step.PULLED, layer.size());
    }

    @Override
    public void alreadyThere(Descriptor layer) {
        tell(layer, Step.PRESENT, layer.size());
    }

    private void tell(Descriptor layer, Step step, long bytes) {
        progress.layer(layer.digest().toString(), step, bytes, layer.size());
    }
}
