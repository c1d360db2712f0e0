package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What failed on another thread, thrown on this one. */
final class Failures {
    private Failures() {}

    static void throwIt(@Nullable Throwable failure) throws IOException, ContainerException {
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure instanceof ContainerException e) {
            throw e;
        }
        if (failure instanceof IOException e) {
            throw e;
        }
        if (failure != null) {
            throw new IOException(failure);
        }
    }
}
