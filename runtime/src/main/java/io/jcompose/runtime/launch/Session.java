package io.jcompose.runtime.launch;

import io.jcompose.runtime.ExecSession;
import io.jcompose.runtime.keeper.KeeperMessage;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A command that a keeper watches for as long as its control socket is open. */
final class Session implements ExecSession {
    private static final int KILLED = 128 + 9;

    private final Kernel kernel;
    private final Fd control;
    private final Streams streams;
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private boolean closed;

    /** Our side of the command's streams; the terminal is the one under input and output. */
    record Streams(
            FdOutput input,
            InputStream output,
            InputStream error,
            @Nullable Fd terminal) {}

    Session(Kernel kernel, Fd control, Streams streams) {
        this.kernel = kernel;
        this.control = control;
        this.streams = streams;
    }

    /** A session that never came to life: its exit code, and why, as standard error. */
    static ExecSession over(int code, String why) {
        return new ExecSession() {
            @Override
            public OutputStream input() {
                return OutputStream.nullOutputStream();
            }

            @Override
            public InputStream output() {
                return InputStream.nullInputStream();
            }

            @Override
            public InputStream error() {
                return new ByteArrayInputStream((why + "\n").getBytes(StandardCharsets.UTF_8));
            }

            @Override
            public void resize(int rows, int columns) {}

            @Override
            public void signal(int signal) {}

            @Override
            public CompletableFuture<Integer> exit() {
                return CompletableFuture.completedFuture(code);
            }

            @Override
            public void close() {}
        };
    }

    /** The keeper has ended: its last word is the exit code. */
    synchronized void ended(Keepers keepers) {
        if (closed) {
            exit.complete(KILLED);
            return;
        }
        Optional<KeeperMessage> last = keepers.lastWord(control);
        exit.complete(last.isPresent() && last.get() instanceof KeeperMessage.Exited exited ? exited.code() : KILLED);
    }

    @Override
    public OutputStream input() {
        return streams.input();
    }

    @Override
    public InputStream output() {
        return streams.output();
    }

    @Override
    public InputStream error() {
        return streams.error();
    }

    @Override
    public synchronized void resize(int rows, int columns) throws IOException {
        Fd terminal = streams.terminal();
        if (terminal == null || closed) {
            throw new IOException("the command has no terminal");
        }
        kernel.setWindowSize(terminal, rows, columns);
    }

    @Override
    public synchronized void signal(int signal) throws IOException {
        if (!closed && !exit.isDone()) {
            kernel.write(control, KeeperMessage.signal(signal));
        }
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    /** The end of the control socket makes the keeper kill the command; then no read or write of a stream blocks. */
    @Override
    public void close() {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            close(control);
        }
        streams.input().abandon();
        try {
            streams.output().close();
            streams.error().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void close(Fd fd) {
        try {
            fd.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
