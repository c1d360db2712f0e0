package io.jcompose.runtime.image;

import io.jcompose.runtime.disk.TreeRemoval;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory of one test. Not JUnit's: that one prints a warning for every link of an image. */
record Scratch(Path path) implements AutoCloseable {
    static Scratch create() throws IOException {
        return new Scratch(Files.createTempDirectory("jcompose-image-test"));
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    @Override
    public void close() throws IOException {
        TreeRemoval.remove(path);
    }
}
