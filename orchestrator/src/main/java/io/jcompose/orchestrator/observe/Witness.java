package io.jcompose.orchestrator.observe;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.runtime.disk.DiskWitness;
import java.nio.file.Path;

/**
 * Sees each step by which the daemon changes the world or its memory, on the thread that does it. The daemon works with
 * {@link #NONE}; a test ends the process at one of these points.
 */
public interface Witness extends DiskWitness {
    /** Sees nothing. */
    Witness NONE = new Witness() {
        @Override
        public void performed(Action action) {}

        @Override
        public void writing(Path file) {}

        @Override
        public void written(Path file) {}
    };

    /** An effect has succeeded; nobody knows of it yet. */
    void performed(Action action);
}
