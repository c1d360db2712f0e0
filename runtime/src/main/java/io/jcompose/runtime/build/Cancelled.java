package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;

/** The build was given up. */
final class Cancelled extends ContainerException {
    private static final long serialVersionUID = 1;

    Cancelled() {
        super("the build was given up");
    }
}
