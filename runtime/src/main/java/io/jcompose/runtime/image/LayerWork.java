package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.LayerIntake.Wanted;
import io.jcompose.runtime.layer.BytePipe;
import io.jcompose.runtime.layer.Compression;
import io.jcompose.runtime.layer.CountedStream;
import io.jcompose.runtime.layer.Hashing;
import io.jcompose.runtime.layer.LayerUnpacker;
import io.jcompose.runtime.layer.MalformedLayer;
import io.jcompose.runtime.layer.UnpackLimits;
import io.jcompose.runtime.manifest.Digest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * The way of one layer into the store, on three threads: reading, hashing and storing the blob; decompressing; hashing
 * and unpacking what was in it. Between them are a few pieces of 64 KiB, so memory does not grow with the layer.
 */
final class LayerWork {
    private static final int PIECE = 1 << 16;

    private final ContentStore content;
    private final ExecutorService threads;
    private final UnpackLimits limits;

    LayerWork(ContentStore content, ExecutorService threads, UnpackLimits limits) {
        this.content = content;
        this.threads = threads;
        this.limits = limits;
    }

    /** @param before the layer, when it is unpacked already and only the blob is missing */
    ImageIndex.Layer run(
            ImageSource source,
            Wanted wanted,
            ImageIndex.@Nullable Layer before,
            AddProgress progress,
            StoreRoom.Claim claim,
            Lease lease)
            throws IOException, ContainerException {
        Path file = content.newTemporary(lease);
        Path directory = content.newTemporary(lease);
        lease.pin(directory.resolveSibling(directory.getFileName() + LayerUnpacker.ASIDE));
        BytePipe packed = new BytePipe();
        BytePipe plain = new BytePipe();
        BlobReading reading = new BlobReading(source, wanted.blob(), progress, claim);
        Crew crew = new Crew(threads);
        Future<?> first = crew.begin(stage(packed, () -> reading.to(file, packed.out())));
        Future<?> second = crew.begin(stage(plain, () -> {
            try (InputStream in = packed.in()) {
                Compression.decompress(in, plain.out(), limits);
            }
        }));
        Throwable failure = null;
        ImageIndex.Layer layer = null;
        try (InputStream in = before == null ? claim.counting(plain.in()) : plain.in()) {
            layer = unpack(in, wanted, before, directory);
        } catch (IOException | ContainerException | RuntimeException | Error e) {
            failure = e;
            if (!packed.isFailed() && !plain.isFailed()) {
                crew.giveUp();
            }
        }
        failure = joined(crew, second, failure);
        failure = joined(crew, first, failure);
        Failures.throwIt(failure);
        content.keepBlob(file, wanted.blob().digest(), lease);
        if (before == null) {
            content.keepLayer(directory, wanted.diffId(), lease);
        }
        return java.util.Objects.requireNonNull(layer).withBlob(wanted.blob().digest());
    }

    private ImageIndex.Layer unpack(InputStream in, Wanted wanted, ImageIndex.@Nullable Layer before, Path directory)
            throws IOException, ContainerException {
        CountedStream tally = new CountedStream(in);
        try (DigestInputStream hashed = new DigestInputStream(tally, Hashing.sha256())) {
            long size = 0;
            if (before == null) {
                // Hashed in whole pieces: a tar stream of small files is read by a few hundred bytes at a time.
                size = LayerUnpacker.unpack(new BufferedInputStream(hashed, PIECE), directory, limits)
                        .bytes();
            } else {
                hashed.transferTo(OutputStream.nullOutputStream());
            }
            Digest found = Digest.of(hashed.getMessageDigest());
            if (!found.equals(wanted.diffId())) {
                throw new MalformedLayer("its files have the digest " + found
                        + ", and the configuration of the image says " + wanted.diffId());
            }
            return before == null ? new ImageIndex.Layer(wanted.diffId(), size, tally.bytes(), null) : before;
        }
    }

    /** A stage that ends tells the next one, whatever ended it. */
    private static Callable<Void> stage(BytePipe to, Stage stage) {
        return () -> {
            IOException why = new InterruptedIOException("the stage before was ended");
            boolean done = false;
            try {
                stage.run();
                to.out().close();
                done = true;
                return null;
            } catch (IOException e) {
                why = e;
                throw e;
            } finally {
                if (!done) {
                    to.fail(why);
                }
            }
        };
    }

    @FunctionalInterface
    private interface Stage {
        void run() throws IOException, ContainerException;
    }

    /**
     * Waits for a stage to its end: none writes into the store after the work is over. What failed first is what the one
     * who reads the most heard of last, and all after it failed with the same.
     */
    private static @Nullable Throwable joined(Crew crew, Future<?> stage, @Nullable Throwable failure) {
        try {
            crew.join(stage);
            return failure;
        } catch (ExecutionException e) {
            return Failures.worse(failure, e.getCause());
        }
    }
}
