package io.jcompose.runtime.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;

/** An open descriptor that is closed once. Every descriptor of ours is close-on-exec. */
public final class Fd implements AutoCloseable {
    private final Kernel kernel;
    private final int number;
    private final AtomicBoolean open = new AtomicBoolean(true);

    Fd(Kernel kernel, int number) {
        this.kernel = kernel;
        this.number = number;
    }

    public int number() {
        return number;
    }

    public boolean isOpen() {
        return open.get();
    }

    /** The path by which this process reaches the open file, whatever its name has become (proc(5)). */
    public Path procPath() {
        return Path.of("/proc/self/fd/" + number);
    }

    @Override
    public void close() throws IOException {
        if (open.compareAndSet(true, false)) {
            kernel.close(number);
        }
    }

    @Override
    public String toString() {
        return "fd " + number;
    }
}
