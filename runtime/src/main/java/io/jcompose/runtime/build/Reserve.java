package io.jcompose.runtime.build;

import java.io.IOException;

/** What must stay free of the disk while a build writes. */
@FunctionalInterface
interface Reserve {
    /** @throws IOException that says how much there is, when it is too little */
    void check() throws IOException;
}
