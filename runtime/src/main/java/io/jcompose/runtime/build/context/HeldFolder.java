package io.jcompose.runtime.build.context;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Directories below one, of which the last is held open: what lies in a directory is mostly asked for one after the other.
 * For one thread.
 */
public final class HeldFolder implements AutoCloseable {
    private final Kernel kernel;
    private final Fd root;
    private final int resolve;
    private @Nullable Fd held;
    private String heldPath = "";

    /**
     * Directories below {@code root}.
     *
     * @param root stays the caller's
     * @param resolve flags of openat2(2) that keep the kernel inside
     */
    public HeldFolder(Kernel kernel, Fd root, int resolve) {
        this.kernel = kernel;
        this.root = root;
        this.resolve = resolve;
    }

    /** The directory, open until another one is asked for; empty when there is none that may be reached. */
    public Optional<Fd> open(String path) throws IOException {
        Fd last = held;
        if (last != null && heldPath.equals(path)) {
            return Optional.of(last);
        }
        try {
            String name = path.isEmpty() ? "." : path;
            Fd opened = kernel.openat2(root, name, Flags.O_RDONLY | Flags.O_DIRECTORY, 0, resolve);
            close();
            held = opened;
            heldPath = path;
            return Optional.of(opened);
        } catch (SyscallException e) {
            if (isMissing(e)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Whether a call failed because nothing that may be reached is there. */
    public static boolean isMissing(SyscallException e) {
        return e.errno() == Errno.ENOENT || e.errno() == Errno.ENOTDIR || e.errno() == Errno.ELOOP;
    }

    /** Holds nothing from here on. */
    @Override
    public void close() throws IOException {
        Fd last = held;
        held = null;
        if (last != null) {
            last.close();
        }
    }
}
