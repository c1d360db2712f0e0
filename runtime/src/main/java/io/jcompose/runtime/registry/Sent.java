package io.jcompose.runtime.registry;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.function.Supplier;

/** Opens a payload for the JDK's publisher, and counts what was taken of it: so one sees whether it moves. */
final class Sent implements Supplier<InputStream> {
    private final Payload payload;
    private volatile long count;

    Sent(Payload payload) {
        this.payload = payload;
    }

    long count() {
        return count;
    }

    @Override
    public InputStream get() {
        try {
            return new Counting(payload.open());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private final class Counting extends FilterInputStream {
        private long read;

        private Counting(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            int value = in.read();
            moved(value < 0 ? 0 : 1);
            return value;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int got = in.read(target, offset, length);
            moved(Math.max(0, got));
            return got;
        }

        private void moved(int bytes) {
            read += bytes;
            count = read;
        }
    }
}
