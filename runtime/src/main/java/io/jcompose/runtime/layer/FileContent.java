package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import java.io.IOException;

/** A file that is read through its descriptor, which is this stream's from here on. */
final class FileContent extends BulkInput {
    private final RawFiles files;
    private final Fd file;
    private byte[] window = new byte[0];

    FileContent(RawFiles files, Fd file) {
        this.files = files;
        this.file = file;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (offset == 0 && length == buffer.length) {
            return orEnd(files.read(file, buffer));
        }
        if (window.length != length) {
            window = new byte[length];
        }
        int count = files.read(file, window);
        System.arraycopy(window, 0, buffer, offset, count);
        return orEnd(count);
    }

    private static int orEnd(int count) {
        return count == 0 ? -1 : count;
    }

    @Override
    public void close() throws IOException {
        file.close();
    }
}
