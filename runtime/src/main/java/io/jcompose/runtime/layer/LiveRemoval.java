package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.util.Optional;

/** Deletes in a tree that others use at the same time. What is mounted is left alone, and so are the ways to it. */
public final class LiveRemoval implements AutoCloseable {
    private final RawFiles files = RawFiles.live();
    private final LiveTree tree;

    /** @param root of the tree; not closed here */
    public LiveRemoval(Kernel kernel, Fd root) {
        this.tree = new LiveTree(kernel, files, root);
    }

    /**
     * Deletes a file, a link itself, or a directory with all that is in it; nothing when it is not there.
     *
     * @throws IOException when something cannot be deleted; the message names the path
     */
    public void delete(String path) throws IOException {
        EntryPath way = EntryPath.of(path);
        if (way.isRoot()) {
            throw new IOException("the whole tree is not deleted");
        }
        try {
            Optional<Fd> parent = tree.folder(way.parent());
            if (parent.isPresent()) {
                delete(parent.get(), way.last(), 0);
            }
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOTDIR) {
                throw new IOException(Shown.name(path) + ": " + Errno.text(e.errno()), e);
            }
        }
    }

    private void delete(Fd parent, String name, int depth) throws IOException {
        Optional<Node> there = files.find(parent, name);
        if (there.isEmpty()) {
            return;
        }
        if (depth > UnpackLimits.DEEPEST) {
            throw new IOException("its directories are deeper than " + UnpackLimits.DEEPEST);
        }
        try {
            if (there.get().type() != Node.DIRECTORY) {
                if (!tree.isMounted(parent, name)) {
                    files.delete(parent, name);
                }
                return;
            }
            empty(parent, name, depth);
            files.deleteDirectory(parent, name);
        } catch (SyscallException e) {
            if (!meansGone(e.errno()) && !meansMounted(e.errno())) {
                throw e;
            }
        }
    }

    private void empty(Fd parent, String name, int depth) throws IOException {
        try (Fd folder = tree.below(parent, name)) {
            for (String child : files.list(folder)) {
                delete(folder, child, depth + 1);
            }
        }
    }

    private static boolean meansGone(int errno) {
        return errno == Errno.ENOENT;
    }

    /** EXDEV: the directory is a mount; ENOTEMPTY: one is in it. */
    private static boolean meansMounted(int errno) {
        return errno == Errno.EXDEV || errno == Errno.ENOTEMPTY;
    }

    @Override
    public void close() throws IOException {
        tree.close();
    }
}
