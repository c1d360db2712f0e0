package io.jcompose.runtime.archive;

import io.jcompose.runtime.layer.BulkInput;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** A part of a file, read by positions: other threads read other parts meanwhile. */
final class MemberStream extends BulkInput {
    private final FileChannel channel;
    private long at;
    private long left;

    MemberStream(FileChannel channel, long at, long length) {
        this.channel = channel;
        this.at = at;
        this.left = Math.max(0, length);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
        if (length == 0) {
            return 0;
        }
        if (left == 0) {
            return -1;
        }
        int count = channel.read(ByteBuffer.wrap(buffer, offset, (int) Math.min(length, left)), at);
        if (count < 0) {
            throw new IOException("the archive became shorter while it was read");
        }
        at += count;
        left -= count;
        return count;
    }
}
