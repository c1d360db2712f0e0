package io.jcompose.orchestrator.watch;

import io.jcompose.orchestrator.watch.Task.Copy;
import io.jcompose.runtime.layer.TarEntry;
import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.layer.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.channels.Channels;
import java.nio.channels.SeekableByteChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * Changed files as a tar stream, with their modes and times; they are root's there. What is gone meanwhile is left out, as
 * an event will tell of it; what lies behind a link, too.
 */
public final class SyncArchive {
    private static final TarEntry.Device NONE = new TarEntry.Device(0, 0);

    private final List<Copy> copies;

    public SyncArchive(List<Copy> copies) {
        this.copies = copies;
    }

    /** Paths in the container of what has to go, before something comes. */
    public List<String> deletions() {
        return copies.stream()
                .filter(copy -> copy.change() != Change.THERE)
                .map(Copy::target)
                .toList();
    }

    /** Whether there is anything to write. */
    public boolean isEmpty() {
        return copies.stream().allMatch(copy -> copy.change() == Change.GONE);
    }

    /** Names in the stream are relative to the container's root. */
    public void write(OutputStream out) throws IOException {
        TarWriter tar = new TarWriter(out);
        for (Copy copy : copies) {
            if (copy.change() != Change.GONE) {
                write(tar, copy);
            }
        }
        tar.finish();
    }

    private static void write(TarWriter tar, Copy copy) throws IOException {
        Path source = copy.source();
        Path folder = source.getParent();
        Map<String, Object> seen;
        try {
            if (folder != null && !folder.toRealPath().equals(folder)) {
                return;
            }
            seen = Files.readAttributes(
                    source,
                    "unix:mode,size,isDirectory,isRegularFile,isSymbolicLink,lastModifiedTime",
                    LinkOption.NOFOLLOW_LINKS);
        } catch (FileSystemException e) {
            return;
        }
        String name = latin(copy.target().substring(1));
        TarEntry.Status status = status(seen);
        if (Boolean.TRUE.equals(seen.get("isDirectory"))) {
            tar.write(new TarEntry(Kind.DIRECTORY, name + "/", "", 0, status, NONE));
        } else if (Boolean.TRUE.equals(seen.get("isSymbolicLink"))) {
            String target = latin(PathText.of(Files.readSymbolicLink(source)));
            tar.write(new TarEntry(Kind.LINK, name, target, 0, status, NONE));
        } else if (Boolean.TRUE.equals(seen.get("isRegularFile"))) {
            file(tar, source, name, status);
        }
    }

    private static TarEntry.Status status(Map<String, Object> seen) {
        FileTime modified = (FileTime) seen.get("lastModifiedTime");
        long nanos = modified == null ? 0 : modified.to(TimeUnit.NANOSECONDS);
        int mode = seen.get("mode") instanceof Integer bits ? bits & 07777 : 0644;
        return new TarEntry.Status(
                mode, 0, 0, Math.floorDiv(nanos, 1_000_000_000L), (int) Math.floorMod(nanos, 1_000_000_000L));
    }

    private static void file(TarWriter tar, Path source, String name, TarEntry.Status status) throws IOException {
        try (SeekableByteChannel channel =
                Files.newByteChannel(source, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS))) {
            long size = channel.size();
            TarEntry entry = new TarEntry(Kind.FILE, name, "", size, status, NONE);
            tar.write(entry, filled(Channels.newInputStream(channel)));
        } catch (FileSystemException e) {
            if (Files.isReadable(source)) {
                throw e;
            }
        }
    }

    /** A file that becomes shorter while it is read is in the middle of a change, and comes again after it. */
    private static InputStream filled(InputStream content) {
        return new SequenceInputStream(content, new InputStream() {
            @Override
            public int read() {
                return 0;
            }
        });
    }

    private static String latin(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
