package io.jcompose.runtime.launch;

import io.jcompose.runtime.layer.BulkInput;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.util.concurrent.locks.ReentrantLock;

/** Reads a pipe or a terminal. A descriptor that another thread reads from is closed when that read has ended. */
final class FdInput extends BulkInput {
    private final Kernel kernel;
    private final Fd fd;
    private final ReentrantLock reading = new ReentrantLock();
    private volatile boolean closed;

    FdInput(Kernel kernel, Fd fd) {
        this.kernel = kernel;
        this.fd = fd;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        reading.lock();
        try {
            return closed ? -1 : fill(target, offset, length);
        } finally {
            reading.unlock();
            if (closed) {
                closeUnread();
            }
        }
    }

    private int fill(byte[] target, int offset, int length) throws IOException {
        byte[] bytes = new byte[Math.min(length, 64 << 10)];
        try {
            int count = kernel.read(fd, bytes);
            System.arraycopy(bytes, 0, target, offset, count);
            return count == 0 ? -1 : count;
        } catch (SyscallException e) {
            // So says the master of a terminal that nobody has open any more (pty(7)).
            if (e.errno() == Errno.EIO) {
                return -1;
            }
            throw e;
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        closeUnread();
    }

    private void closeUnread() throws IOException {
        if (reading.tryLock()) {
            try {
                fd.close();
            } finally {
                reading.unlock();
            }
        }
    }
}
