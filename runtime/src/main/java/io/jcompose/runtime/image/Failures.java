package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.layer.Abandoned;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/** What failed on another thread, thrown on this one. */
final class Failures {
    private Failures() {}

    /** The one that tells more: work that was interrupted, or whose reader stopped, failed because of another. */
    static @Nullable Throwable worse(@Nullable Throwable before, @Nullable Throwable next) {
        return before == null || (isSecondary(before) && next != null && !isSecondary(next)) ? next : before;
    }

    private static boolean isSecondary(Throwable failure) {
        return failure instanceof Abandoned
                || failure instanceof InterruptedIOException
                || failure instanceof ClosedByInterruptException;
    }

    static void throwIt(@Nullable Throwable failure) throws IOException, ContainerException {
        if (failure instanceof Error e) {
            throw e;
        }
        if (failure instanceof RuntimeException e) {
            throw e;
        }
        if (failure != null && isSecondary(failure)) {
            throw new ContainerException("the work on the image was broken off", failure);
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
