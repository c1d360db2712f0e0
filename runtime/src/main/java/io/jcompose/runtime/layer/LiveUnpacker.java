package io.jcompose.runtime.layer;

import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.StandardOpenOption;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Writes a tar stream into a tree that others use at the same time. A file is written without a name where the file
 * system can, else under one that nobody expects, and gets its own last: no reader sees half of it. What owner, mode and
 * time are given to is always what was made here, by its descriptor: a name may mean something else meanwhile.
 */
public final class LiveUnpacker implements AutoCloseable {
    private static final int CHUNK = 1 << 16;
    private static final TarEntry.Status IMPLIED = new TarEntry.Status(0755, 0, 0, 0, 0);

    private final Kernel kernel;
    private final RawFiles files = RawFiles.live();
    private final LiveTree tree;
    private final UnpackLimits limits;
    private final @Nullable Owner owner;
    private final byte[] chunk = new byte[CHUNK];
    private long entries;
    private long bytes;

    /** Whom files belong to, by numbers of the host. */
    public record Owner(int uid, int gid) {}

    /**
     * @param root of the tree; not closed here
     * @param owner of all that is made; null for what the stream says
     */
    public LiveUnpacker(Kernel kernel, Fd root, UnpackLimits limits, @Nullable Owner owner) {
        this.kernel = kernel;
        this.tree = new LiveTree(kernel, files, root);
        this.limits = limits;
        this.owner = owner;
    }

    /**
     * Writes all entries; what was written before one that fails stays.
     *
     * @param directory to write into, which is there
     * @throws MalformedLayer when the stream is refused
     * @throws IOException when it cannot be read, or something cannot be written; the message names the file
     */
    public void unpack(String directory, InputStream tar) throws IOException {
        EntryPath top = EntryPath.of(directory);
        if (tree.folder(top).isEmpty()) {
            throw new IOException("there is no directory " + Shown.name(directory));
        }
        TarReader reader = new TarReader(tar);
        for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
            if (++entries > limits.entries()) {
                throw new MalformedLayer("it has more than " + limits.entries() + " entries");
            }
            EntryPath path = EntryPath.of(directory + "/" + entry.name());
            try {
                take(entry, path, top, reader);
            } catch (SyscallException e) {
                throw new IOException(Shown.name("/" + path) + ": " + Errno.text(e.errno()), e);
            }
        }
    }

    private void take(TarEntry entry, EntryPath path, EntryPath top, TarReader content) throws IOException {
        if (path.equals(top)) {
            if (entry.kind() != Kind.DIRECTORY) {
                throw new MalformedLayer("its root is no directory");
            }
            return;
        }
        if (entry.kind() == Kind.DIRECTORY) {
            Fd unused = tree.made(path, fresh -> dress(fresh, entry.status()));
            return;
        }
        Fd parent = tree.made(path.parent(), this::imply);
        Optional<Node> there = files.find(parent, path.last());
        if (there.isPresent() && there.get().type() == Node.DIRECTORY) {
            throw new IOException(Shown.name("/" + path) + " is a directory, and cannot become a file");
        }
        switch (entry.kind()) {
            case FILE -> file(parent, path.last(), entry, content);
            case LINK -> link(parent, path.last(), entry);
            default ->
                throw new MalformedLayer(
                        Shown.name(entry.name()) + " is neither a file, a directory nor a symbolic link");
        }
    }

    private void file(Fd parent, String name, TarEntry entry, TarReader content) throws IOException {
        String temporary = temporary();
        try (Fd fresh = created(parent, temporary)) {
            try {
                copy(content, fresh);
                if (tree.isMounted(parent, name)) {
                    overwrite(parent, name, fresh);
                    withdraw(parent, temporary);
                    return;
                }
                dress(fresh, entry.status());
                if (files.stat(fresh).links() == 0) {
                    files.giveName(fresh, parent, temporary);
                }
                files.rename(parent, temporary, parent, name);
            } catch (IOException e) {
                withdraw(parent, temporary, e);
                throw e;
            }
        }
    }

    private static String temporary() {
        byte[] random = new byte[8];
        ThreadLocalRandom.current().nextBytes(random);
        return ".jcompose-" + HexFormat.of().formatHex(random);
    }

    private Fd created(Fd parent, String temporary) throws IOException {
        try {
            return files.createUnnamed(parent);
        } catch (SyscallException e) {
            if (e.errno() == Errno.EOPNOTSUPP || e.errno() == Errno.EISDIR || e.errno() == Errno.EINVAL) {
                return files.create(parent, temporary);
            }
            throw e;
        }
    }

    private void copy(TarReader content, Fd to) throws IOException {
        for (int count = content.read(chunk); count >= 0; count = content.read(chunk)) {
            bytes += count;
            if (bytes > limits.bytes()) {
                throw new MalformedLayer("its files have more than " + limits.bytes() + " bytes");
            }
            files.write(to, chunk, count);
        }
    }

    /** A file that something is mounted on keeps its place. Opened without effect and looked at first: it may be a device. */
    private void overwrite(Fd parent, String name, Fd from) throws IOException {
        int found = Flags.O_PATH | Flags.O_NOFOLLOW;
        try (Fd place = kernel.openat2(parent, name, found, 0, Flags.RESOLVE_NO_SYMLINKS)) {
            if (files.stat(place).type() != Node.FILE) {
                throw new IOException(Shown.name(name) + " is mounted, and is no file");
            }
            try (OutputStream out = Files.newOutputStream(
                    place.procPath(), StandardOpenOption.WRITE, StandardOpenOption.TRUNCATE_EXISTING)) {
                Files.copy(from.procPath(), out);
            }
        }
    }

    private void link(Fd parent, String name, TarEntry entry) throws IOException {
        String target = entry.target();
        if (target.isEmpty() || target.length() > UnpackLimits.LONGEST_PATH || target.indexOf('\0') >= 0) {
            throw new MalformedLayer("the link " + Shown.name(entry.name()) + " leads to what cannot be a name");
        }
        String temporary = temporary();
        if (tree.isMounted(parent, name)) {
            throw new IOException(Shown.name(name) + " is mounted, and cannot become a link");
        }
        files.makeLink(parent, temporary, target);
        try {
            try (Fd fresh =
                    kernel.openat2(parent, temporary, Flags.O_PATH | Flags.O_NOFOLLOW, 0, Flags.RESOLVE_BENEATH)) {
                own(fresh, entry.status());
            }
            files.rename(parent, temporary, parent, name);
        } catch (IOException e) {
            withdraw(parent, temporary, e);
            throw e;
        }
    }

    /** Takes a name back that was ours for a moment, if it came to be at all. */
    private void withdraw(Fd parent, String temporary) throws IOException {
        if (files.find(parent, temporary).isPresent()) {
            files.delete(parent, temporary);
        }
    }

    private void withdraw(Fd parent, String temporary, IOException why) {
        try {
            withdraw(parent, temporary);
        } catch (IOException e) {
            why.addSuppressed(e);
        }
    }

    /** Owner first: chown(2) takes set-user-id bits away. */
    private void dress(Fd fresh, TarEntry.Status status) throws IOException {
        own(fresh, status);
        files.setMode(fresh, status.mode());
        files.setTime(fresh, status.seconds(), status.nanos());
    }

    /** A directory that the stream has things in, and does not mention. */
    private void imply(Fd fresh) throws IOException {
        own(fresh, IMPLIED);
        files.setMode(fresh, IMPLIED.mode());
    }

    private void own(Fd fresh, TarEntry.Status status) throws IOException {
        Owner given = owner;
        if (given != null) {
            files.setOwner(fresh, given.uid(), given.gid());
        } else {
            files.setOwner(fresh, status.uid(), status.gid());
        }
    }

    @Override
    public void close() throws IOException {
        tree.close();
    }
}
