package io.jcompose.runtime.archive;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.SequenceInputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;

/**
 * Opens files and pipes. open(2) of a pipe waits for its other side, and no interruption ends that: a pipe at whose other
 * end nobody comes is refused instead (fifo(7)).
 */
final class Pipes {
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final int TYPE = 0170000;
    private static final int FIFO = 0010000;

    private final Kernel kernel;
    private final Duration patience;

    private Pipes(Kernel kernel, Duration patience) {
        this.kernel = kernel;
        this.patience = patience;
    }

    static InputStream reading(Path from) throws IOException {
        return reading(from, PATIENCE);
    }

    static InputStream reading(Path from, Duration patience) throws IOException {
        return isPipe(from) ? new Pipes(Kernel.live(), patience).read(from) : Files.newInputStream(from);
    }

    static OutputStream writing(Path to) throws IOException {
        return isPipe(to) ? new Pipes(Kernel.live(), PATIENCE).write(to) : existing(to);
    }

    private static OutputStream existing(Path to) throws IOException {
        return Files.newOutputStream(to, StandardOpenOption.WRITE);
    }

    private static boolean isPipe(Path path) throws IOException {
        LinkOption[] followed = {};
        return ((Integer) Files.getAttribute(path, "unix:mode", followed) & TYPE) == FIFO;
    }

    private InputStream read(Path from) throws IOException {
        try (Fd looking = kernel.open(from, Flags.O_RDONLY | Flags.O_NONBLOCK, 0)) {
            Look look = look(looking);
            if (!look.writer()) {
                await(looking);
                look = look(looking);
            }
            InputStream rest = whileBothSidesAreHeld(from, () -> Files.newInputStream(from));
            return look.first().length == 0
                    ? rest
                    : new SequenceInputStream(new ByteArrayInputStream(look.first()), rest);
        }
    }

    /**
     * What is in the pipe already.
     *
     * @param writer whether somebody writes, or has written
     */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    private record Look(byte[] first, boolean writer) {}

    private Look look(Fd pipe) throws IOException {
        byte[] buffer = new byte[4096];
        try {
            int count = kernel.read(pipe, buffer);
            return new Look(Arrays.copyOf(buffer, count), count > 0);
        } catch (SyscallException e) {
            if (e.errno() == Errno.EAGAIN) {
                return new Look(new byte[0], true);
            }
            throw e;
        }
    }

    /** Until a writer has come, also when it is gone again. */
    private void await(Fd pipe) throws IOException {
        try (Fd epoll = kernel.epoll()) {
            kernel.epollAdd(epoll, pipe, Flags.EPOLLIN, 0);
            if (kernel.epollWait(epoll, patience).isEmpty()) {
                throw new IOException("nobody writes into this pipe");
            }
        }
    }

    private OutputStream write(Path to) throws IOException {
        Fd looking;
        try {
            looking = kernel.open(to, Flags.O_WRONLY | Flags.O_NONBLOCK, 0);
        } catch (SyscallException e) {
            throw e.errno() == Errno.ENXIO ? new IOException("nobody reads from this pipe", e) : e;
        }
        try {
            return whileBothSidesAreHeld(to, () -> existing(to));
        } finally {
            // Not before: a reader whose only writer leaves is at the end.
            looking.close();
        }
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    /** An open(2) that finds a reader and a writer does not wait. */
    private <T> T whileBothSidesAreHeld(Path pipe, Opening<T> opening) throws IOException {
        Fd both = kernel.open(pipe, Flags.O_RDWR | Flags.O_NONBLOCK, 0);
        try {
            return opening.open();
        } finally {
            both.close();
        }
    }
}
