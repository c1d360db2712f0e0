package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/**
 * What directories get when all is in them: each new entry would change their time, and a mode could forbid it. Kept by
 * path, so that the later of two entries counts.
 */
final class FinalTouches {
    /** What a directory takes of the memory beside its name: a daemon with a small heap must stand a million of them. */
    private static final int BYTES_BESIDE = 256;

    private final RawFiles files;
    private final UnpackLimits limits;
    private final TreeMap<String, TarEntry.Status> directories = new TreeMap<>();
    private long nameBytes;

    FinalTouches(RawFiles files, UnpackLimits limits) {
        this.files = files;
        this.limits = limits;
    }

    void directory(EntryPath path, TarEntry.Status status) throws MalformedLayer {
        String key = path.toString();
        nameBytes += key.length() + BYTES_BESIDE;
        if (nameBytes > limits.nameBytes()) {
            throw new MalformedLayer("the names of its directories take more than " + limits.nameBytes() + " bytes");
        }
        directories.put(key, new TarEntry.Status(status.mode(), 0, 0, status.seconds(), status.nanos()));
    }

    /** Without the directory and all below it: it was moved away. */
    void forget(EntryPath path) {
        String key = path.toString();
        directories.remove(key);
        directories.subMap(key + "/", key + (char) ('/' + 1)).clear();
    }

    void apply(OpenWay way) throws IOException {
        for (Map.Entry<String, TarEntry.Status> item : directories.entrySet()) {
            EntryPath path = EntryPath.of(item.getKey());
            Fd parent = way.to(path.parent(), OpenWay.NO_GAPS);
            TarEntry.Status status = item.getValue();
            files.setMode(parent, path.last(), status.mode());
            files.setTime(parent, path.last(), status.seconds(), status.nanos());
        }
    }
}
