package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;

/** Bytes at positions of a file that may be an ELF file. Not a memory map: a file that shrinks must not kill the JVM. */
interface ElfSource {
    long size() throws IOException;

    /** {@code length} bytes from {@code offset}, fewer at the end of the file. */
    ByteBuffer read(long offset, int length) throws IOException;

    static ElfSource of(byte[] bytes) {
        return new ElfSource() {
            @Override
            public long size() {
                return bytes.length;
            }

            @Override
            public ByteBuffer read(long offset, int length) {
                int from = (int) Math.min(offset, bytes.length);
                return ByteBuffer.wrap(bytes, from, Math.min(length, bytes.length - from))
                        .slice();
            }
        };
    }

    static ElfSource of(FileChannel channel) {
        return new ElfSource() {
            @Override
            public long size() throws IOException {
                return channel.size();
            }

            @Override
            public ByteBuffer read(long offset, int length) throws IOException {
                ByteBuffer buffer = ByteBuffer.allocate(length);
                long at = offset;
                while (buffer.hasRemaining()) {
                    int count = channel.read(buffer, at);
                    if (count < 0) {
                        break;
                    }
                    at += count;
                }
                return buffer.flip();
            }
        };
    }
}
