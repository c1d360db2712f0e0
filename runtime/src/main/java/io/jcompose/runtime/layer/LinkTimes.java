package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.TimeUnit;

/** Times of symbolic links themselves, which the JDK cannot set. */
public final class LinkTimes {
    private LinkTimes() {}

    /** @param time in whole seconds */
    public static void set(Path link, FileTime time) throws IOException {
        RawFiles files = RawFiles.live();
        try (Fd parent = files.root(link.resolveSibling(""))) {
            files.setTime(parent, RawName.of(link.getFileName()), time.to(TimeUnit.SECONDS), 0);
        }
    }
}
