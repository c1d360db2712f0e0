package io.jcompose.runtime.log;

import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** {@link LogReader} over the segment files of one container. */
public final class SegmentLogReader implements LogReader {
    private final Kernel kernel;
    private final Path directory;
    private final LogRequest request;
    private final FrameReader frames;
    private final LineAssembler assembler = new LineAssembler();
    /** The last lines that were there at the beginning, when only those are wanted. */
    private final Deque<Line> tail = new ArrayDeque<>();

    private @Nullable Wait wait;
    private boolean woken;
    /** Whether an open line is given out now: it may go on any moment, but nobody is to wait for it for ever. */
    private boolean flushOpenLines = true;

    private SegmentLogReader(Kernel kernel, Path directory, LogRequest request, LogPosition start) {
        this.kernel = kernel;
        this.directory = directory;
        this.request = request;
        this.frames = new FrameReader(directory, start);
    }

    /** Opens the log whose segments are in {@code directory}. */
    public static SegmentLogReader open(Kernel kernel, Path directory, LogRequest request) throws IOException {
        SegmentLogReader reader = new SegmentLogReader(kernel, directory, request, start(directory, request));
        if (request.tail() >= 0) {
            reader.keepLast(request.tail());
        }
        return reader;
    }

    private static LogPosition start(Path directory, LogRequest request) throws IOException {
        if (request.tail() >= 0) {
            return LogStart.tail(directory, request.tail());
        }
        return request.since() == null ? LogStart.ofAll(directory) : LogStart.since(directory, request.since());
    }

    private void keepLast(long count) throws IOException {
        for (Optional<Line> line = assembled(); line.isPresent(); line = assembled()) {
            tail.add(line.get());
            if (tail.size() > count) {
                tail.remove();
            }
        }
    }

    @Override
    public Optional<Line> next() throws IOException {
        Line kept = tail.poll();
        return kept != null ? Optional.of(kept) : assembled();
    }

    private Optional<Line> assembled() throws IOException {
        while (true) {
            Optional<Line> line = assembler.poll();
            if (line.isPresent()) {
                if (isWanted(line.get())) {
                    return line;
                }
                continue;
            }
            Optional<Frame> frame = frames.next();
            if (frame.isPresent()) {
                assembler.add(frame.get());
            } else if (flushOpenLines) {
                flushOpenLines = false;
                assembler.flush();
            } else {
                return Optional.empty();
            }
        }
    }

    private boolean isWanted(Line line) {
        return (request.since() == null || !line.time().isBefore(request.since()))
                && (request.until() == null || line.time().isBefore(request.until()));
    }

    @Override
    public void await(Duration timeout) throws IOException {
        Wait watching;
        synchronized (this) {
            watching = wait;
            if (woken || watching == null) {
                // What came between the last look and now is not told: the caller looks again.
                wait = watching == null ? new Wait(kernel, directory) : watching;
                flushOpenLines |= woken;
                woken = false;
                return;
            }
        }
        if (!watching.changed(timeout)) {
            flushOpenLines = true;
        }
        synchronized (this) {
            flushOpenLines |= woken;
            woken = false;
        }
    }

    @Override
    public synchronized void wake() {
        woken = true;
        Wait watching = wait;
        if (watching != null) {
            try {
                watching.wake();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public synchronized void close() {
        Wait watching = wait;
        try (frames) {
            if (watching != null) {
                watching.release();
                wait = null;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Waits until a file of the directory changes. */
    private static final class Wait {
        private static final long WOKEN = 1;

        private final Kernel kernel;
        private final Fd inotify;
        private final Fd event;
        private final Fd epoll;

        Wait(Kernel kernel, Path directory) throws IOException {
            this.kernel = kernel;
            this.inotify = kernel.inotify();
            this.event = kernel.eventFd();
            this.epoll = kernel.epoll();
            kernel.inotifyAdd(inotify, directory, Flags.IN_MODIFY | Flags.IN_CREATE | Flags.IN_DELETE_SELF);
            kernel.epollAdd(epoll, inotify, Flags.EPOLLIN, 0);
            kernel.epollAdd(epoll, event, Flags.EPOLLIN, WOKEN);
        }

        void wake() throws IOException {
            kernel.write(
                    event,
                    ByteBuffer.allocate(Long.BYTES)
                            .order(ByteOrder.nativeOrder())
                            .putLong(1)
                            .array());
        }

        boolean changed(Duration timeout) throws IOException {
            List<Kernel.Event> events = kernel.epollWait(epoll, timeout);
            for (Kernel.Event event : events) {
                boolean isWake = event.data() == WOKEN;
                kernel.read(isWake ? this.event : inotify, new byte[isWake ? Long.BYTES : 64 << 10]);
            }
            return !events.isEmpty();
        }

        void release() throws IOException {
            epoll.close();
            event.close();
            inotify.close();
        }
    }
}
