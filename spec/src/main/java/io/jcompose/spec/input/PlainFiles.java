package io.jcompose.spec.input;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Which files a project may name: opening or reading others waits, perhaps for ever. */
public final class PlainFiles {
    private PlainFiles() {}

    /** A regular file that is none of the kernel's: those look regular, too, and {@code /proc/kmsg} waits for news. */
    public static boolean is(Path path) throws IOException {
        return Files.isRegularFile(path) && !path.toRealPath().startsWith("/proc");
    }
}
