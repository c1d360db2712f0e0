package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.context.Entry;
import io.jcompose.runtime.build.context.RelativePath;
import io.jcompose.runtime.layer.BulkInput;
import io.jcompose.runtime.layer.Compression;
import io.jcompose.runtime.layer.Marks;
import io.jcompose.runtime.layer.TarEntry;
import io.jcompose.runtime.layer.TarReader;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Unpacks an archive that ADD adds: tar, plain or packed by gzip, zstd, bzip2 or xz. */
final class Archive {
    private static final int HEADER = 512;
    private static final int MAGIC_AT = 257;
    private static final long MOST_ENTRIES = 1_000_000;
    private static final long MOST_BYTES = 64L << 30;

    private final Target target;
    private final Optional<Accounts.Owner> owner;
    private long entries;
    private long bytes;

    Archive(Target target, Optional<Accounts.Owner> owner) {
        this.target = target;
        this.owner = owner;
    }

    /** Whether it was an archive; else nothing was done. */
    boolean unpack(InputStream in, String name, String directory) throws IOException, ContainerException {
        BufferedInputStream packed = new BufferedInputStream(in, 1 << 16);
        byte[] start = start(packed);
        Optional<String> program = Unpacking.programOf(start);
        if (program.isPresent()) {
            try (Unpacking unpacking = new Unpacking(program.get(), name, packed)) {
                boolean isArchive = unpackPlain(new BufferedInputStream(unpacking.output(), 1 << 16), name, directory);
                unpacking.check(isArchive);
                return isArchive;
            }
        }
        boolean compressed = Compression.of(start) != Compression.NONE;
        return unpackPlain(
                compressed ? new BufferedInputStream(Compression.unpacked(packed), 1 << 16) : packed, name, directory);
    }

    private boolean unpackPlain(BufferedInputStream plain, String name, String directory)
            throws IOException, ContainerException {
        byte[] start = start(plain);
        if (!isTar(start)) {
            return false;
        }
        target.makeFolder(directory, owner.orElse(Accounts.Owner.ROOT));
        TarReader reader = new TarReader(plain);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            write(reader, entry, name, directory);
        }
        return true;
    }

    private static byte[] start(InputStream in) throws IOException {
        in.mark(HEADER);
        byte[] start = in.readNBytes(HEADER);
        in.reset();
        return start;
    }

    private static boolean isTar(byte[] start) {
        return start.length == HEADER && new String(start, MAGIC_AT, 5, StandardCharsets.ISO_8859_1).equals("ustar");
    }

    private void write(TarReader reader, TarEntry entry, String archive, String directory)
            throws IOException, ContainerException {
        String name = utf8(entry.name());
        if (++entries > MOST_ENTRIES) {
            throw new ContainerException("'" + archive + "' has more than " + MOST_ENTRIES + " entries");
        }
        if (RelativePath.leadsOut(name)) {
            throw new ContainerException("'" + archive + "' has the entry '" + name + "', which leads out of it");
        }
        String path = RelativePath.join(directory, RelativePath.cleaned(name));
        switch (entry.kind()) {
            case DIRECTORY -> target.folder(path, entry(entry, Entry.Kind.FOLDER));
            case LINK -> target.link(path, entry(entry, Entry.Kind.LINK));
            case HARD_LINK ->
                target.hardLink(path, RelativePath.join(directory, RelativePath.cleaned(utf8(entry.target()))));
            case FILE -> {
                target.file(path, entry(entry, Entry.Kind.FILE), new Content(reader, archive));
                target.attributes(path, attributes(entry));
            }
            default ->
                throw new ContainerException(
                        "'" + archive + "' has the entry '" + name + "', which is a device or a FIFO");
        }
    }

    private static String utf8(String name) {
        return new String(name.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8);
    }

    private Entry entry(TarEntry entry, Entry.Kind kind) {
        TarEntry.Status status = entry.status();
        Accounts.Owner to = owner.orElse(new Accounts.Owner(status.uid(), status.gid()));
        return new Entry(
                kind,
                status.mode(),
                to.user(),
                to.group(),
                entry.size(),
                kind == Entry.Kind.LINK ? utf8(entry.target()) : "",
                status.seconds() * 1000);
    }

    private static SortedMap<String, byte[]> attributes(TarEntry entry) {
        SortedMap<String, byte[]> attributes = new TreeMap<>(entry.status().attributes());
        attributes.keySet().removeIf(name -> !Marks.travels(name));
        return attributes;
    }

    /** The bytes of the entry that was read last. */
    private final class Content extends BulkInput {
        private final TarReader reader;
        private final String archive;

        Content(TarReader reader, String archive) {
            this.reader = reader;
            this.archive = archive;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            byte[] piece = new byte[length];
            int count = reader.read(piece);
            if (count > 0) {
                System.arraycopy(piece, 0, buffer, offset, count);
                bytes += count;
                if (bytes > MOST_BYTES) {
                    throw new IOException("'" + archive + "' unpacks to more than " + MOST_BYTES + " bytes");
                }
            }
            return count;
        }
    }
}
