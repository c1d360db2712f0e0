package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.layer.BulkInput;
import io.jcompose.runtime.manifest.Descriptor;
import java.io.EOFException;
import java.io.IOException;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a blob: where the connection breaks, they go on from there over another one ({@code Range}: RFC 9110,
 * section 14). Never more bytes than the manifest says; whether they are the right ones the reader's digest tells.
 */
final class BlobStream extends BulkInput {
    /** A connection that got so far may break again: what counts is failing without getting on. */
    private static final long PROGRESS = 1 << 20;

    private final Remote remote;
    private final Repository repository;
    private final Descriptor blob;
    private final Consumer<ContainerException> gaveUp;
    private long position;
    private long positionAtFailure;
    private int failures;
    private @Nullable Reply current;

    private BlobStream(
            Remote remote, Repository repository, Descriptor blob, long offset, Consumer<ContainerException> gaveUp) {
        this.remote = remote;
        this.repository = repository;
        this.blob = blob;
        this.gaveUp = gaveUp;
        this.position = offset;
        this.positionAtFailure = offset;
    }

    /**
     * Connects.
     *
     * @param gaveUp hears of it when no other attempt is made
     * @throws ContainerException when the registry does not have it, or has another one
     */
    static BlobStream open(
            Remote remote, Repository repository, Descriptor blob, long offset, Consumer<ContainerException> gaveUp)
            throws ContainerException {
        BlobStream stream = new BlobStream(remote, repository, blob, offset, gaveUp);
        stream.current = offset >= blob.size() ? null : remote.run(stream::connect);
        return stream;
    }

    private Reply connect() throws IOException, ContainerException {
        Map<String, String> range = position == 0 ? Map.of() : Map.of("Range", "bytes=" + position + "-");
        Reply reply = remote.send(remote.get(repository.blob(blob.digest()), range), repository.scope(false));
        try {
            if (!reply.good()) {
                throw remote.refused(reply);
            }
            boolean partial = reply.status() == 206;
            if (partial) {
                begins(reply);
            }
            sized(reply, partial ? blob.size() - position : blob.size());
            if (!partial) {
                reply.body().skipNBytes(position);
            }
            return reply;
        } catch (IOException | ContainerException | RuntimeException e) {
            reply.close();
            throw e;
        }
    }

    private void begins(Reply reply) throws IOException {
        String range = reply.header("Content-Range").orElse("");
        if (!range.startsWith("bytes " + position + "-")) {
            throw new IOException("byte " + position + " was asked for, and '" + Plain.text(range, 60) + "' came");
        }
    }

    private void sized(Reply reply, long expected) throws ContainerException {
        OptionalLong length = reply.length();
        if (length.isPresent() && length.getAsLong() != expected) {
            throw new ContainerException(remote.name() + " has " + length.getAsLong() + " bytes of blob "
                    + blob.digest() + " where the manifest says " + expected);
        }
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        int wanted = (int) Math.min(length, blob.size() - position);
        if (wanted <= 0) {
            return length == 0 ? 0 : -1;
        }
        while (true) {
            try {
                return part(target, offset, wanted);
            } catch (IOException e) {
                close();
                failed(e);
            }
        }
    }

    private int part(byte[] target, int offset, int wanted) throws IOException {
        Reply reply = current;
        if (reply == null) {
            reply = connected();
            current = reply;
        }
        int count = reply.body().read(target, offset, wanted);
        if (count < 0) {
            throw new EOFException(
                    "blob " + blob.digest() + " ended after " + position + " of " + blob.size() + " bytes");
        }
        position += count;
        return count;
    }

    private Reply connected() throws IOException {
        try {
            return connect();
        } catch (ContainerException e) {
            throw giveUp(String.valueOf(e.getMessage()), e);
        }
    }

    private GaveUp giveUp(String why, Exception cause) {
        gaveUp.accept(new ContainerException(why, cause));
        return new GaveUp(why, cause);
    }

    /** Another attempt is useless, or was made often enough. */
    private static final class GaveUp extends IOException {
        GaveUp(String message, Throwable cause) {
            super(message, cause);
        }
    }

    private void failed(IOException failure) throws IOException {
        if (failure instanceof GaveUp) {
            throw failure;
        }
        failures = position - positionAtFailure >= PROGRESS ? 1 : failures + 1;
        positionAtFailure = position;
        try {
            remote.tools().retrier().onceMore(failure, failures);
        } catch (IOException e) {
            String place = remote.tools().trust().place(remote.name());
            throw giveUp(remote.name() + ": blob " + blob.digest() + ": " + Broken.words(e, place), e);
        }
    }

    @Override
    public void close() throws IOException {
        Reply reply = current;
        current = null;
        if (reply != null) {
            reply.close();
        }
    }
}
