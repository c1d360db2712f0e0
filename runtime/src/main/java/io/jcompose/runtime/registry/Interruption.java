package io.jcompose.runtime.registry;

import java.io.InterruptedIOException;

/** An interrupted wait, as the streams know it. The thread's flag is set again by whoever catches it first. */
final class Interruption {
    private Interruption() {}

    static InterruptedIOException of(InterruptedException cause) {
        InterruptedIOException broken = new InterruptedIOException("interrupted while a registry was waited for");
        broken.initCause(cause);
        return broken;
    }
}
