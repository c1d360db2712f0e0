package io.jcompose.runtime.launch;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerTree;
import io.jcompose.runtime.layer.BulkInput;
import io.jcompose.runtime.layer.LiveRemoval;
import io.jcompose.runtime.layer.LiveUnpacker;
import io.jcompose.runtime.layer.MalformedLayer;
import io.jcompose.runtime.layer.UnpackLimits;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The tree of a container through its main process (proc(5), /proc/PID/root): an open descriptor leads into its mount
 * namespace, so nobody has to enter it.
 */
final class RunningTree implements ContainerTree {
    private final Kernel kernel;
    private final Tracked container;
    private final Fd root;
    private final LiveUnpacker.Owner user;

    private RunningTree(Kernel kernel, Tracked container, Fd root, LiveUnpacker.Owner user) {
        this.kernel = kernel;
        this.container = container;
        this.root = root;
        this.user = user;
    }

    static RunningTree open(Kernel kernel, Tracked container) throws ContainerException {
        Supervision supervision = container.supervision().orElseThrow(() -> notRunning(container));
        Path process = Path.of("/proc/" + supervision.pids().main());
        try {
            Fd root = kernel.open(process.resolve("root"), Flags.O_PATH | Flags.O_DIRECTORY, 0);
            try {
                LiveUnpacker.Owner user = user(container, process);
                // Opened first, asked second: the number was still this process's when we used it.
                supervision.openMain().orElseThrow(() -> notRunning(container)).close();
                return new RunningTree(kernel, container, root, user);
            } catch (IOException | ContainerException e) {
                root.close();
                throw e;
            }
        } catch (IOException e) {
            if (Files.exists(process)) {
                throw new ContainerException(
                        "cannot open the files of container " + container.id() + ": " + e.getMessage(), e);
            }
            throw notRunning(container);
        }
    }

    private static ContainerException.NoSuchContainer notRunning(Tracked container) {
        return new ContainerException.NoSuchContainer("container " + container.id() + " is not running");
    }

    /** A container for which no user was named is root's, also when its command became somebody else. */
    private static LiveUnpacker.Owner user(Tracked container, Path process) throws IOException {
        if (container.spec().user().isEmpty()) {
            return new LiveUnpacker.Owner(0, 0);
        }
        String status = Files.readString(process.resolve("status"));
        return new LiveUnpacker.Owner(Processes.effectiveId(status, "Uid"), Processes.effectiveId(status, "Gid"));
    }

    @Override
    public void unpack(String directory, InputStream tar, Owner owner) throws ContainerException, IOException {
        Source source = new Source(tar);
        LiveUnpacker.@Nullable Owner given = owner == Owner.CONTAINER ? user : null;
        try (LiveUnpacker unpacker = new LiveUnpacker(kernel, root, UnpackLimits.USUAL, given)) {
            unpacker.unpack(directory, source);
        } catch (MalformedLayer e) {
            throw new ContainerException("the archive is refused: " + e.getMessage(), e);
        } catch (IOException e) {
            if (source.failed) {
                throw e;
            }
            throw new ContainerException("cannot write into container " + container.id() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void delete(List<String> paths) throws ContainerException {
        try (LiveRemoval removal = new LiveRemoval(kernel, root)) {
            for (String path : paths) {
                removal.delete(path);
            }
        } catch (IOException e) {
            throw new ContainerException("cannot delete in container " + container.id() + ": " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        try {
            root.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Remembers that it was the stream that failed, and not the writing. */
    private static final class Source extends BulkInput {
        private final InputStream in;
        private boolean failed;

        Source(InputStream in) {
            this.in = in;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            try {
                return in.read(buffer, offset, length);
            } catch (IOException e) {
                failed = true;
                throw e;
            }
        }
    }
}
