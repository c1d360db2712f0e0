package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;

/** A failure whose sentence has its place in the Dockerfile already. */
final class BuildFailure extends ContainerException {
    private static final long serialVersionUID = 1;

    BuildFailure(String message, Throwable cause) {
        super(message, cause);
    }
}
