package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The directories that are open from a root down to where one works now: entries of a stream mostly lie beside each
 * other. A symbolic link is never followed, so no way leads out.
 */
final class OpenWay implements AutoCloseable {
    private final RawFiles files;
    private final List<String> names = new ArrayList<>();
    /** One more than names: the root. */
    private final List<Fd> open = new ArrayList<>();

    OpenWay(RawFiles files, Fd root) {
        this.files = files;
        open.add(root);
    }

    Fd root() {
        return open.get(0);
    }

    /** What to do where a directory is missing, or something else stands. */
    interface Gap {
        void fill(Fd parent, String name, EntryPath path) throws IOException;
    }

    /** For ways that are known to be there. */
    static final Gap NO_GAPS = (parent, name, path) -> {};

    /** Opens the way; {@code gap} is asked for each directory that cannot be opened, once. */
    Fd to(EntryPath path, Gap gap) throws IOException {
        int same = 0;
        List<String> wanted = path.components();
        while (same < names.size() && same < wanted.size() && names.get(same).equals(wanted.get(same))) {
            same++;
        }
        closeBelow(same);
        for (int i = same; i < wanted.size(); i++) {
            Fd parent = open.get(i);
            String name = wanted.get(i);
            open.add(opened(parent, name, new EntryPath(wanted.subList(0, i + 1)), gap));
            names.add(name);
        }
        return open.get(open.size() - 1);
    }

    private Fd opened(Fd parent, String name, EntryPath path, Gap gap) throws IOException {
        try {
            return files.directory(parent, name);
        } catch (SyscallException e) {
            if (e.errno() != Errno.ENOENT && e.errno() != Errno.ENOTDIR && e.errno() != Errno.ELOOP) {
                throw e;
            }
            gap.fill(parent, name, path);
            return files.directory(parent, name);
        }
    }

    /** Forgets a directory that is moved away, and all below it. */
    void leave(EntryPath path) throws IOException {
        int depth = path.components().size();
        if (names.size() >= depth && names.subList(0, depth).equals(path.components())) {
            closeBelow(depth - 1);
        }
    }

    private void closeBelow(int depth) throws IOException {
        while (names.size() > depth) {
            names.remove(names.size() - 1);
            open.remove(open.size() - 1).close();
        }
    }

    @Override
    public void close() throws IOException {
        names.clear();
        while (!open.isEmpty()) {
            open.remove(open.size() - 1).close();
        }
    }
}
