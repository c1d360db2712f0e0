package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.layer.Hashing;
import io.jcompose.runtime.layer.MalformedLayer;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** Reads a blob to its end, again from where it broke off, and checks size and digest. */
final class BlobReading {
    private static final int CHUNK = 1 << 16;
    private static final long STEP = 1 << 18;
    private static final int MOST_FAILURES = 5;
    private static final long FIRST_PAUSE_MILLIS = 100;

    private final ImageSource source;
    private final Descriptor blob;
    private final AddProgress progress;
    private final StoreRoom.Claim claim;
    private final MessageDigest sha256 = Hashing.sha256();
    private final byte[] chunk = new byte[CHUNK];
    private long at;
    private long told;

    BlobReading(ImageSource source, Descriptor blob, AddProgress progress, StoreRoom.Claim claim) {
        this.source = source;
        this.blob = blob;
        this.progress = progress;
        this.claim = claim;
    }

    /** What came from the source cannot be written on: no reason to ask the source again. */
    private static final class NotWritten extends Exception {
        private final IOException why;

        NotWritten(IOException why) {
            super(why);
            this.why = why;
        }
    }

    /** @param file is made, and durable at the end */
    void to(Path file, OutputStream copy) throws IOException, ContainerException {
        try (FileChannel out = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
            int failures = 0;
            while (at < blob.size()) {
                long before = at;
                try {
                    readOn(out, copy);
                } catch (NotWritten e) {
                    throw e.why;
                } catch (MalformedLayer | InterruptedIOException | ClosedByInterruptException e) {
                    throw e;
                } catch (IOException e) {
                    failures = at > before ? 1 : failures + 1;
                    if (failures == MOST_FAILURES) {
                        throw e;
                    }
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(FIRST_PAUSE_MILLIS << failures));
                }
            }
            Digest found = Digest.of(sha256);
            if (!found.equals(blob.digest())) {
                throw new MalformedLayer("its bytes have the digest " + found + ": they were damaged or changed");
            }
            out.force(true);
        }
    }

    private void readOn(FileChannel out, OutputStream copy) throws IOException, ContainerException, NotWritten {
        try (InputStream in = source.open(blob, at)) {
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                if (count > blob.size() - at) {
                    throw new MalformedLayer("it has more bytes than the " + blob.size() + " that its manifest says");
                }
                write(out, copy, count);
                at += count;
                if (at - told >= STEP || at == blob.size()) {
                    told = at;
                    progress.reading(blob, at);
                }
            }
        }
        if (at < blob.size()) {
            throw new IOException("it broke off after " + at + " of " + blob.size() + " bytes");
        }
    }

    private void write(FileChannel out, OutputStream copy, int count) throws NotWritten {
        try {
            claim.grow(count);
            sha256.update(chunk, 0, count);
            ByteBuffer rest = ByteBuffer.wrap(chunk, 0, count);
            while (rest.hasRemaining()) {
                out.write(rest);
            }
            copy.write(chunk, 0, count);
        } catch (IOException e) {
            throw new NotWritten(e);
        }
    }
}
