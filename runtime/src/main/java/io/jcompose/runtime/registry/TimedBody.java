package io.jcompose.runtime.registry;

import io.jcompose.runtime.layer.BulkInput;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A body as a stream that fails when the other side is silent for too long. Only the time counts in which somebody waits
 * for bytes: a slow reader stalls nobody. The JDK's own streams wait for ever.
 */
final class TimedBody extends BulkInput implements HttpResponse.BodySubscriber<InputStream> {
    private static final int AHEAD = 8;
    private static final int ENOUGH = 64 << 10;

    private final BlockingQueue<Part> parts = new LinkedBlockingQueue<>();
    private final CompletableFuture<Flow.Subscription> subscribed = new CompletableFuture<>();
    private final Duration stall;
    private ByteBuffer current = ByteBuffer.allocate(0);
    private List<ByteBuffer> waiting = List.of();
    private int next;
    private long waited;
    private int sinceWait;
    private @Nullable IOException end;
    private boolean ended;
    private volatile boolean closed;

    /** What the connection delivers: buffers, or its end with a failure or without. */
    private record Part(
            List<ByteBuffer> buffers,
            boolean last,
            @Nullable Throwable failure) {}

    TimedBody(Duration stall) {
        this.stall = stall;
    }

    @Override
    public CompletionStage<InputStream> getBody() {
        return CompletableFuture.completedStage(this);
    }

    @Override
    public void onSubscribe(Flow.Subscription subscription) {
        subscribed.complete(subscription);
        if (closed) {
            subscription.cancel();
        } else {
            subscription.request(AHEAD);
        }
    }

    @Override
    public void onNext(List<ByteBuffer> buffers) {
        parts.add(new Part(buffers, false, null));
    }

    @Override
    public void onError(Throwable failure) {
        parts.add(new Part(List.of(), true, failure));
    }

    @Override
    public void onComplete() {
        parts.add(new Part(List.of(), true, null));
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        if (!hasCurrent()) {
            return -1;
        }
        int count = Math.min(length, current.remaining());
        current.get(target, offset, count);
        sinceWait += count;
        if (sinceWait >= ENOUGH) {
            waited = 0;
            sinceWait = 0;
        }
        return count;
    }

    private boolean hasCurrent() throws IOException {
        while (!current.hasRemaining()) {
            if (closed) {
                throw new IOException("the stream is closed");
            }
            if (next < waiting.size()) {
                current = waiting.get(next++);
            } else if (!more()) {
                return false;
            }
        }
        return true;
    }

    private boolean more() throws IOException {
        if (!ended) {
            Part part = take();
            waiting = part.buffers();
            next = 0;
            ended = part.last();
            Throwable failure = part.failure();
            end = failure == null ? null : broken(failure);
            if (!ended) {
                subscribed.join().request(1);
                return true;
            }
        }
        if (end != null) {
            throw end;
        }
        return false;
    }

    private static IOException broken(Throwable failure) {
        return failure instanceof IOException broken ? broken : new IOException(failure.toString(), failure);
    }

    private Part take() throws IOException {
        long before = System.nanoTime();
        try {
            Part part = parts.poll(Math.max(0, stall.toNanos() - waited), TimeUnit.NANOSECONDS);
            waited += System.nanoTime() - before;
            if (part != null) {
                return part;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            close();
            throw Interruption.of(e);
        }
        close();
        throw new Stalled("no more than " + sinceWait + " bytes came in " + stall.toSeconds() + " s");
    }

    /** The other side was silent. */
    static final class Stalled extends IOException {
        Stalled(String message) {
            super(message);
        }
    }

    @Override
    public void close() {
        closed = true;
        if (subscribed.isDone()) {
            subscribed.join().cancel();
        }
    }
}
