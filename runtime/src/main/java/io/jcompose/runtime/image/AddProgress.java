package io.jcompose.runtime.image;

import io.jcompose.runtime.manifest.Descriptor;

/** Hears how far an image is that is being added; called by several threads, and should return soon. */
public interface AddProgress {
    AddProgress SILENT = new AddProgress() {};

    /** @param bytes of the {@code layer.size()} that were read */
    default void reading(Descriptor layer, long bytes) {}

    /** All of it was read, checked and unpacked. */
    default void unpacked(Descriptor layer) {}

    /** Nothing of it needs to be read, or another pull reads it. */
    default void alreadyThere(Descriptor layer) {}
}
