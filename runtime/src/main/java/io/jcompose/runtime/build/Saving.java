package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.net.http.HttpResponse;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow;
import org.jspecify.annotations.Nullable;

/** Writes what a server sends into a file, bounded, and digests it. */
final class Saving implements HttpResponse.BodySubscriber<Digest> {
    private static final long LARGEST = 8L << 30;

    private final String url;
    private final Path file;
    private final MessageDigest sha256 = Digest.sha256();
    private final CompletableFuture<Digest> body = new CompletableFuture<>();
    private @Nullable FileChannel channel;
    private Flow.@Nullable Subscription subscription;
    private long size;
    private volatile long lastNanos = System.nanoTime();

    /** The server sends more than is taken. */
    static final class TooLarge extends IOException {
        private static final long serialVersionUID = 1;

        TooLarge(String message) {
            super(message);
        }
    }

    Saving(String url, Path file) {
        this.url = url;
        this.file = file;
    }

    /** For an answer that is no file: nothing of it is kept. */
    static HttpResponse.BodySubscriber<Digest> nothing() {
        return HttpResponse.BodySubscribers.replacing(Digest.of(new byte[0]));
    }

    @Override
    public CompletionStage<Digest> getBody() {
        return body;
    }

    @Override
    public synchronized void onSubscribe(Flow.Subscription given) {
        subscription = given;
        try {
            channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            given.request(1);
        } catch (IOException e) {
            fail(e);
        }
    }

    @Override
    public synchronized void onNext(List<ByteBuffer> buffers) {
        lastNanos = System.nanoTime();
        FileChannel out = channel;
        Flow.Subscription given = subscription;
        if (out == null || given == null || body.isDone()) {
            return;
        }
        try {
            for (ByteBuffer buffer : buffers) {
                size += buffer.remaining();
                if (size > LARGEST) {
                    throw new TooLarge("'" + url + "' is larger than " + LARGEST + " bytes");
                }
                sha256.update(buffer.duplicate());
                while (buffer.hasRemaining()) {
                    out.write(buffer);
                }
            }
            given.request(1);
        } catch (IOException e) {
            fail(e);
        }
    }

    private void fail(IOException failure) {
        giveUp();
        body.completeExceptionally(failure);
    }

    @Override
    public synchronized void onError(Throwable failure) {
        close();
        body.completeExceptionally(failure);
    }

    @Override
    public synchronized void onComplete() {
        close();
        body.complete(Digest.of(sha256));
    }

    /** @throws ContainerException when nothing came for so long */
    void check(Duration patience) throws ContainerException {
        if (System.nanoTime() - lastNanos > patience.toNanos()) {
            throw new ContainerException("cannot fetch '" + url + "': nothing came for " + patience.toSeconds() + " s");
        }
    }

    /** Takes no more, if it has not ended. */
    synchronized void giveUp() {
        Flow.Subscription given = subscription;
        if (given != null && !body.isDone()) {
            given.cancel();
        }
        close();
    }

    private void close() {
        FileChannel out = channel;
        channel = null;
        if (out != null) {
            try {
                out.close();
            } catch (IOException e) {
                body.completeExceptionally(e);
            }
        }
    }
}
