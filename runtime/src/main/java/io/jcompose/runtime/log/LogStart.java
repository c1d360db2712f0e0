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
import java.util.TreeSet;

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
        long found = 0;
        LogPosition start = ofAll(directory);
        for (long segment : new TreeSet<>(LogSegments.list(directory)).descendingSet()) {
            List<Mark> marks = marks(directory, segment);
            for (int i = marks.size() - 1; i >= 0; i--) {
                found += marks.get(i).lineEnds();
                if (found > lines && marks.get(i).clean()) {
                    return new LogPosition(segment, marks.get(i).offset());
                }
            }
            start = new LogPosition(segment, 0);
        }
        return start;
    }

    /** A frame: how many lines end in it, and whether all lines before it have ended. */
    private record Mark(long offset, int lineEnds, boolean clean) {}

    private static List<Mark> marks(Path directory, long segment) throws IOException {
        try (FileChannel channel = FileChannel.open(LogSegments.file(directory, segment), StandardOpenOption.READ)) {
            return marks(channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size())
                    .order(ByteOrder.nativeOrder()));
        } catch (NoSuchFileException e) {
            return List.of();
        }
    }

    private static List<Mark> marks(ByteBuffer bytes) {
        List<Mark> marks = new ArrayList<>();
        boolean[] open = new boolean[Frame.ERROR + 1];
        int at = 0;
        while (at + Frame.HEADER_BYTES <= bytes.limit()) {
            int length = Frame.payloadLength(bytes, at);
            int end = at + Frame.HEADER_BYTES + length;
            if (length < 0 || end > bytes.limit()) {
                break;
            }
            int stream = bytes.get(at + 4);
            // At the very start of a segment a line of the one before may be open: that cannot be seen from here.
            marks.add(new Mark(at, lineEnds(bytes, at, end, stream), !open[Frame.OUT] && !open[Frame.ERROR] && at > 0));
            open[stream] = stream != Frame.LOST && length > 0 && bytes.get(end - 1) != '\n';
            at = end;
        }
        return marks;
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
