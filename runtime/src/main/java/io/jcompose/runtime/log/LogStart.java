package io.jcompose.runtime.log;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedSet;
import org.jspecify.annotations.Nullable;

/** Where to begin to read a log, so that little is read in vain. */
final class LogStart {
    private LogStart() {}

    static LogPosition ofAll(Path directory) throws IOException {
        SortedSet<Long> segments = LogSegments.list(directory);
        return new LogPosition(segments.isEmpty() ? 0 : segments.first(), 0);
    }

    /** The last segment that begins before {@code since}, or the first. */
    static LogPosition since(Path directory, Instant since) throws IOException {
        long wanted = since.getEpochSecond() * 1_000_000_000 + since.getNano();
        LogPosition start = ofAll(directory);
        for (long segment : LogSegments.list(directory)) {
            ByteBuffer head = head(directory, segment);
            if (head.remaining() == Frame.HEADER_BYTES && head.getLong(8) < wanted) {
                start = new LogPosition(segment, 0);
            }
        }
        return start;
    }

    private static ByteBuffer head(Path directory, long segment) throws IOException {
        ByteBuffer head = ByteBuffer.allocate(Frame.HEADER_BYTES).order(ByteOrder.nativeOrder());
        try (FileChannel channel = FileChannel.open(LogSegments.file(directory, segment), StandardOpenOption.READ)) {
            channel.read(head, 0);
        } catch (NoSuchFileException e) {
            return head.limit(0);
        }
        return head.flip();
    }

    /** A frame with at least {@code lines} line ends behind it, before which no line of a stream is open. */
    static LogPosition tail(Path directory, long lines) throws IOException {
        List<Long> segments = List.copyOf(LogSegments.list(directory));
        List<Open> before = openLines(directory, segments);
        long found = 0;
        for (int s = segments.size() - 1; s >= 0; s--) {
            List<Mark> marks = new ArrayList<>();
            scan(directory, segments.get(s), before.get(s), marks);
            for (int i = marks.size() - 1; i >= 0; i--) {
                found += marks.get(i).lineEnds();
                if (found > lines && marks.get(i).clean()) {
                    return new LogPosition(segments.get(s), marks.get(i).offset());
                }
            }
        }
        return new LogPosition(segments.isEmpty() ? 0 : segments.get(0), 0);
    }

    /** Which streams have begun a line that has not ended. */
    private record Open(boolean out, boolean error) {
        private static final Open NONE = new Open(false, false);

        boolean none() {
            return !out && !error;
        }

        Open after(int stream, boolean open) {
            return switch (stream) {
                case Frame.OUT -> new Open(open, error);
                case Frame.ERROR -> new Open(out, open);
                default -> this;
            };
        }
    }

    /** For each segment what is open at its beginning: a look at headers only. */
    private static List<Open> openLines(Path directory, List<Long> segments) throws IOException {
        List<Open> before = new ArrayList<>();
        Open open = Open.NONE;
        for (long segment : segments) {
            before.add(open);
            open = scan(directory, segment, open, null);
        }
        return before;
    }

    /** A frame: how many lines end in it, and whether all lines before it have ended. */
    private record Mark(long offset, int lineEnds, boolean clean) {}

    /** Goes through a segment; adds a mark for each frame when wanted, and says what is open at the end. */
    private static Open scan(Path directory, long segment, Open before, @Nullable List<Mark> marks) throws IOException {
        try (FileChannel channel = FileChannel.open(LogSegments.file(directory, segment), StandardOpenOption.READ)) {
            ByteBuffer bytes = channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size());
            return scan(bytes.order(ByteOrder.nativeOrder()), before, marks);
        } catch (NoSuchFileException e) {
            return before;
        }
    }

    private static Open scan(ByteBuffer bytes, Open before, @Nullable List<Mark> marks) {
        Open open = before;
        int at = 0;
        while (at + Frame.HEADER_BYTES <= bytes.limit()) {
            int length = Frame.payloadLength(bytes, at);
            int end = at + Frame.HEADER_BYTES + length;
            if (length < 0 || end > bytes.limit()) {
                break;
            }
            int stream = bytes.get(at + 4);
            if (marks != null) {
                marks.add(new Mark(at, lineEnds(bytes, at, end, stream), open.none()));
            }
            if (length > 0) {
                open = open.after(stream, bytes.get(end - 1) != '\n');
            }
            at = end;
        }
        return open;
    }

    private static int lineEnds(ByteBuffer bytes, int at, int end, int stream) {
        if (stream == Frame.LOST) {
            return 1;
        }
        int count = 0;
        for (int i = at + Frame.HEADER_BYTES; i < end; i++) {
            count += bytes.get(i) == '\n' ? 1 : 0;
        }
        return count;
    }
}
