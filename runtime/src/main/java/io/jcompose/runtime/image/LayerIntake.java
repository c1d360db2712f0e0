package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.layer.MalformedLayer;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;

/** Brings layers into the store: each once, however many ask for it, and a few at a time. */
final class LayerIntake {
    private static final int AT_ONCE = 3;

    private final ContentStore content;
    private final LayerWork work;
    private final Semaphore turns = new Semaphore(AT_ONCE);
    private final Map<Wanted, CompletableFuture<Void>> running = new ConcurrentHashMap<>();
    /** Sizes of layers; what is known of one that was removed stays true should it come back. */
    private final Map<Digest, ImageIndex.Layer> known = new ConcurrentHashMap<>();
    /** The diff_id that a blob was unpacked to: that both are in the store does not mean that they are one layer. */
    private final Map<Digest, Digest> unpacked = new ConcurrentHashMap<>();

    LayerIntake(ContentStore content, LayerWork work) {
        this.content = content;
        this.work = work;
    }

    /** A layer of a manifest. */
    record Wanted(Descriptor blob, Digest diffId) {}

    void know(ImageIndex.Layer layer) {
        known.put(layer.diffId(), layer);
        Digest blob = layer.blob();
        if (blob != null) {
            unpacked.put(blob, layer.diffId());
        }
    }

    ImageIndex.Layer take(ImageSource source, Wanted wanted, AddProgress progress, StoreRoom.Claim claim, Lease lease)
            throws IOException, ContainerException {
        content.pinBlob(wanted.blob().digest(), lease);
        content.pinLayer(wanted.diffId(), lease);
        while (true) {
            ImageIndex.Layer there = there(wanted);
            if (there != null) {
                progress.alreadyThere(wanted.blob());
                return there;
            }
            CompletableFuture<Void> mine = new CompletableFuture<>();
            CompletableFuture<Void> other = running.putIfAbsent(wanted, mine);
            if (other == null) {
                try {
                    return taken(source, wanted, progress, claim, lease);
                } finally {
                    running.remove(wanted, mine);
                    mine.complete(null);
                }
            }
            await(other);
        }
    }

    /** A layer of the store, which stays as long as the lease. */
    ImageIndex.Layer there(Digest diffId, Lease lease) throws ContainerException {
        content.pinLayer(diffId, lease);
        ImageIndex.Layer layer = known.get(diffId);
        if (layer == null || !content.hasLayer(diffId)) {
            throw new ContainerException("layer " + diffId + " is not in the store");
        }
        Digest blob = layer.blob();
        if (blob == null) {
            return layer;
        }
        content.pinBlob(blob, lease);
        // The image that it came with may be gone, and the layer another's who made it here.
        return content.hasBlob(blob) ? layer : layer.withBlob(null);
    }

    /** Whether that one succeeded is seen in the store. */
    private static void await(CompletableFuture<Void> other) throws IOException {
        try {
            other.get();
        } catch (ExecutionException e) {
            throw new IOException(e);
        } catch (InterruptedException e) {
            throw interrupted();
        }
    }

    private static InterruptedIOException interrupted() {
        Thread.currentThread().interrupt();
        return new InterruptedIOException("given up");
    }

    private ImageIndex.@org.jspecify.annotations.Nullable Layer there(Wanted wanted) {
        ImageIndex.Layer layer = known.get(wanted.diffId());
        if (layer == null || !content.hasLayer(wanted.diffId())) {
            return null;
        }
        Digest blob = wanted.blob().digest();
        if (content.hasBlob(blob) && wanted.diffId().equals(unpacked.get(blob))) {
            return layer.withBlob(blob);
        }
        // A layer that was made here is packed again when somebody wants its stream.
        return layer.blob() == null && blob.equals(wanted.diffId()) ? layer : null;
    }

    private ImageIndex.Layer taken(
            ImageSource source, Wanted wanted, AddProgress progress, StoreRoom.Claim claim, Lease lease)
            throws IOException, ContainerException {
        try {
            turns.acquire();
        } catch (InterruptedException e) {
            throw interrupted();
        }
        try {
            ImageIndex.Layer before = content.hasLayer(wanted.diffId()) ? known.get(wanted.diffId()) : null;
            ImageIndex.Layer layer = work.run(source, wanted, before, progress, claim, lease);
            know(layer);
            progress.unpacked(wanted.blob());
            return layer;
        } catch (MalformedLayer e) {
            throw new ContainerException("layer " + wanted.blob().digest() + " cannot be used: " + e.getMessage(), e);
        } finally {
            turns.release();
        }
    }
}
