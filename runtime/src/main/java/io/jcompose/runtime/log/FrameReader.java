package io.jcompose.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Reads frame after frame through all segments, while the keeper writes, rotates and deletes them. */
final class FrameReader implements AutoCloseable {
    private static final int BUFFER_BYTES = 4 * (Frame.HEADER_BYTES + Frame.MAX_PAYLOAD);

    private final Path directory;
    private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES).order(ByteOrder.nativeOrder());
    private long segment;
    /** Where in the file the next read begins. */
    private long offset;

    private @Nullable FileChannel channel;

    FrameReader(Path directory, LogPosition start) {
        this.directory = directory;
        this.segment = start.segment();
        this.offset = start.offset();
        buffer.limit(0);
    }

    /** The next whole frame; empty when there is none for now. */
    Optional<Frame> next() throws IOException {
        while (true) {
            Optional<Frame> frame = buffered();
            if (frame.isPresent()) {
                return frame;
            }
            if (fill() || advance()) {
                continue;
            }
            return Optional.empty();
        }
    }

    private Optional<Frame> buffered() {
        if (buffer.remaining() < Frame.HEADER_BYTES) {
            return Optional.empty();
        }
        int length = Frame.payloadLength(buffer, buffer.position());
        if (length < 0) {
            // Torn, or not of our making: nothing behind it in this segment can be trusted.
            buffer.position(buffer.limit());
            offset = Long.MAX_VALUE;
            return Optional.empty();
        }
        if (buffer.remaining() < Frame.HEADER_BYTES + length) {
            return Optional.empty();
        }
        Frame frame = Frame.read(buffer, buffer.position(), length);
        buffer.position(buffer.position() + Frame.HEADER_BYTES + length);
        return Optional.of(frame);
    }

    /** Reads on in the segment: whether there was more. */
    private boolean fill() throws IOException {
        if (channel == null && !openSegment()) {
            return false;
        }
        if (offset == Long.MAX_VALUE || channel == null) {
            return false;
        }
        buffer.compact();
        int count = channel.read(buffer, offset);
        buffer.flip();
        offset += Math.max(0, count);
        return count > 0;
    }

    private boolean openSegment() throws IOException {
        try {
            channel = FileChannel.open(LogSegments.file(directory, segment), StandardOpenOption.READ);
            return true;
        } catch (NoSuchFileException e) {
            return false;
        }
    }

    /** Goes on to the next segment, when there is one and this one is surely read to its end. */
    private boolean advance() throws IOException {
        SortedSet<Long> later = later();
        if (later.isEmpty()) {
            return false;
        }
        // What was written to this one before the next was begun is there by now.
        if (fill()) {
            return true;
        }
        close();
        segment = later.first();
        offset = 0;
        buffer.position(0).limit(0);
        return true;
    }

    private SortedSet<Long> later() throws IOException {
        try {
            return LogSegments.list(directory).tailSet(segment + 1);
        } catch (NoSuchFileException e) {
            // The container was removed.
            return new java.util.TreeSet<>();
        }
    }

    @Override
    public void close() throws IOException {
        FileChannel open = channel;
        if (open != null) {
            open.close();
            channel = null;
        }
    }
}
