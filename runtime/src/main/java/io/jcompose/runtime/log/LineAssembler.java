package io.jcompose.runtime.log;

import io.jcompose.runtime.LogReader.Line;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;

/** Cuts frames into lines, each stream for itself: a line may come in several frames, a frame may hold many lines. */
final class LineAssembler {
    /** Longer lines come in parts. */
    private static final int MAX_LINE = 64 << 10;

    private final Queue<Line> lines = new ArrayDeque<>();
    private final Pending out = new Pending(false);
    private final Pending error = new Pending(true);

    /** What has come of a line so far. */
    private final class Pending {
        private final boolean isError;
        private final ByteArrayOutputStream text = new ByteArrayOutputStream();
        private long time;

        Pending(boolean isError) {
            this.isError = isError;
        }

        void add(long at, byte[] payload) {
            int start = 0;
            for (int i = 0; i < payload.length; i++) {
                if (payload[i] == '\n') {
                    append(at, payload, start, i);
                    emit(false);
                    start = i + 1;
                }
            }
            append(at, payload, start, payload.length);
        }

        private void append(long at, byte[] payload, int from, int to) {
            if (text.size() == 0) {
                time = at;
            }
            int rest = from;
            while (text.size() + to - rest > MAX_LINE) {
                int part = MAX_LINE - text.size();
                text.write(payload, rest, part);
                rest += part;
                emit(true);
                time = at;
            }
            text.write(payload, rest, to - rest);
        }

        void emit(boolean partial) {
            lines.add(new Line(instant(time), isError, partial, text.toByteArray()));
            text.reset();
        }

        void flush() {
            if (text.size() > 0) {
                emit(true);
            }
        }
    }

    void add(Frame frame) {
        switch (frame.stream()) {
            case Frame.OUT -> out.add(frame.time(), frame.payload());
            case Frame.ERROR -> error.add(frame.time(), frame.payload());
            default -> lost(frame);
        }
    }

    private void lost(Frame frame) {
        long count =
                ByteBuffer.wrap(frame.payload()).order(ByteOrder.nativeOrder()).getLong();
        String text = "jcompose: " + count + " bytes of output were lost here, as they could not be written";
        lines.add(new Line(instant(frame.time()), true, false, text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Gives out lines that have no end yet. */
    void flush() {
        out.flush();
        error.flush();
    }

    Optional<Line> poll() {
        return Optional.ofNullable(lines.poll());
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
    }
}
