package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.runtime.ContainerException;
import java.nio.file.InvalidPathException;

/** What work on images came to, and what stood against it, as the API says it. */
final class Told {
    private Told() {}

    /** Something to be done for a request. */
    @FunctionalInterface
    interface Work<T> {
        T run() throws ContainerException;
    }

    static <T> T by(Work<T> work) throws Refused {
        try {
            return work.run();
        } catch (ContainerException.ImageNotFound e) {
            throw new Refused(Refused.Kind.NOT_FOUND, String.valueOf(e.getMessage()), "");
        } catch (ContainerException | InvalidPathException e) {
            throw new Refused(Refused.Kind.CONFLICT, String.valueOf(e.getMessage()), "");
        }
    }
}
