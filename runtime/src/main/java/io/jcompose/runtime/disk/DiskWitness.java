package io.jcompose.runtime.disk;

import java.nio.file.Path;

/** Sees each step by which what is on disk changes, on the thread that does it: a test ends the process at one. */
public interface DiskWitness {
    /** Sees nothing. */
    DiskWitness NONE = new DiskWitness() {
        @Override
        public void writing(Path file) {}

        @Override
        public void written(Path file) {}
    };

    /** A file or directory is about to be made, replaced, moved or deleted. */
    void writing(Path file);

    /** It was. Said of the temporary file, too, before it takes the name of the file that it replaces. */
    void written(Path file);
}
