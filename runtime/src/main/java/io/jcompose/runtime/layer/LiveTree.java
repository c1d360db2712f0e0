package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Directories of a tree that strangers change at the same time, and that they may want to lead us out of: the kernel
 * resolves every way inside of it, links included (openat2(2), RESOLVE_IN_ROOT). For one thread.
 */
final class LiveTree implements AutoCloseable {
    private static final int INSIDE = Flags.RESOLVE_IN_ROOT | Flags.RESOLVE_NO_MAGICLINKS;
    private static final int FOLDER = Flags.O_RDONLY | Flags.O_DIRECTORY;
    /** openat2(2) gives up when something is renamed while it goes up by {@code ..}. */
    private static final int ATTEMPTS = 100;

    private final Kernel kernel;
    private final RawFiles files;
    private final Fd root;
    private @Nullable EntryPath heldPath;
    private @Nullable Fd held;

    /** What is to be done with a directory that was made because it was missing. */
    @FunctionalInterface
    interface Dressing {
        void dress(Fd folder) throws IOException;
    }

    /** @param root of the tree; not closed here */
    LiveTree(Kernel kernel, RawFiles files, Fd root) {
        this.kernel = kernel;
        this.files = files;
        this.root = root;
    }

    /** The directory; empty when there is none. It is this tree's, and open until the next is asked for. */
    Optional<Fd> folder(EntryPath path) throws IOException {
        Fd last = held;
        if (last != null && path.equals(heldPath)) {
            return Optional.of(last);
        }
        Optional<Fd> found = open(path);
        if (found.isPresent()) {
            close();
            held = found.get();
            heldPath = path;
        }
        return found;
    }

    /** The same, made with those above it when it is missing. */
    Fd made(EntryPath path, Dressing dressing) throws IOException {
        Optional<Fd> there = folder(path);
        if (there.isPresent()) {
            return there.get();
        }
        EntryPath missing = path;
        while (open(missing.parent()).isEmpty()) {
            missing = missing.parent();
        }
        for (int depth = missing.components().size(); depth <= path.components().size(); depth++) {
            make(new EntryPath(path.components().subList(0, depth)), dressing);
        }
        return folder(path).orElseThrow(() -> changed(path));
    }

    private void make(EntryPath path, Dressing dressing) throws IOException {
        Fd parent = folder(path.parent()).orElseThrow(() -> changed(path));
        try {
            files.makeDirectory(parent, path.last());
        } catch (SyscallException e) {
            if (e.errno() != Errno.EEXIST) {
                throw e;
            }
            if (folder(path).isEmpty()) {
                throw new IOException(Shown.name("/" + path) + " is there, and is no directory");
            }
            return;
        }
        try (Fd fresh = files.directory(parent, path.last())) {
            dressing.dress(fresh);
        }
    }

    private static IOException changed(EntryPath path) {
        return new IOException(Shown.name("/" + path) + " was taken away while it was made");
    }

    private Optional<Fd> open(EntryPath path) throws IOException {
        String way = path.isRoot() ? "." : utf8(path.toString());
        for (int attempt = 1; ; attempt++) {
            try {
                return Optional.of(kernel.openat2(root, way, FOLDER, 0, INSIDE));
            } catch (SyscallException e) {
                if (e.errno() == Errno.ENOENT) {
                    return Optional.empty();
                }
                if (e.errno() != Errno.EAGAIN || attempt == ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    /**
     * Whether something is mounted on a name. It must be asked: the kernel forbids to rename or delete what is mounted in
     * the caller's namespace only, and takes away what is mounted on it in others.
     */
    boolean isMounted(Fd parent, String name) throws IOException {
        try {
            kernel.openat2(
                            parent,
                            utf8(name),
                            Flags.O_PATH | Flags.O_NOFOLLOW,
                            0,
                            Flags.RESOLVE_NO_XDEV | Flags.RESOLVE_NO_MAGICLINKS)
                    .close();
            return false;
        } catch (SyscallException e) {
            if (e.errno() == Errno.EXDEV) {
                return true;
            }
            if (e.errno() == Errno.ENOENT) {
                return false;
            }
            throw e;
        }
    }

    /** A directory in one that is open, when nothing is mounted there; not through a link. */
    Fd below(Fd parent, String name) throws IOException {
        return kernel.openat2(
                parent, utf8(name), FOLDER | Flags.O_NOFOLLOW, 0, Flags.RESOLVE_NO_XDEV | Flags.RESOLVE_NO_SYMLINKS);
    }

    private static String utf8(String latin) throws IOException {
        byte[] bytes = latin.getBytes(StandardCharsets.ISO_8859_1);
        String text = new String(bytes, StandardCharsets.UTF_8);
        if (!Arrays.equals(text.getBytes(StandardCharsets.UTF_8), bytes)) {
            throw new IOException(Shown.name(latin) + " is not written in UTF-8");
        }
        return text;
    }

    @Override
    public void close() throws IOException {
        Fd last = held;
        held = null;
        heldPath = null;
        if (last != null) {
            last.close();
        }
    }
}
