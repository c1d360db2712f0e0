package io.jcompose.runtime.layer;

import java.io.IOException;

/** The other side of a {@link BytePipe} stopped reading: what failed there is what counts. */
public final class Abandoned extends IOException {
    Abandoned() {
        super("the reader stopped");
    }
}
