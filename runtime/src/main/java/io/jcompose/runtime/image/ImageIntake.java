package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.LayerIntake.Wanted;
import io.jcompose.runtime.layer.UnpackLimits;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.DocumentReader;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/** Brings images from anywhere into the store, and names nothing: manifest, configuration, layers side by side. */
final class ImageIntake {
    /** What a container's root can be made of. */
    private static final int MOST_LAYERS = 500;
    /** Of an image that has a thousand layers not each gets a thread: a few are read at a time, see {@link LayerIntake}. */
    private static final int WORKERS = 4;

    private final ContentStore content;
    private final LayerIntake layers;
    private final StoreRoom room;
    private final ExecutorService threads;

    ImageIntake(ContentStore content, LayerIntake layers, StoreRoom room, ExecutorService threads) {
        this.content = content;
        this.layers = layers;
        this.room = room;
        this.threads = threads;
    }

    /** Images that are there already, whole, and held by the lease from then on. */
    interface Present {
        Optional<ImageIndex.Stored> image(Digest id, Lease lease) throws IOException, ContainerException;
    }

    ImageIndex.Stored take(ImageSource source, String subject, AddProgress progress, Lease lease, Present present)
            throws IOException, ContainerException {
        byte[] manifest = source.manifest();
        if (!(DocumentReader.read(manifest, subject) instanceof Document.Manifest document)) {
            throw new ContainerException(
                    "cannot add " + subject + ": it is a list of images, of which one must be chosen");
        }
        byte[] config = config(source, document.config(), subject);
        Optional<ImageIndex.Stored> there =
                source.isManifestMadeUp() ? present.image(Digest.of(config), lease) : Optional.empty();
        if (there.isPresent()) {
            document.layers().forEach(progress::alreadyThere);
            return there.get();
        }
        List<Wanted> wanted = wanted(document, config, subject);
        try (StoreRoom.Claim claim = room.claim(least(wanted))) {
            List<ImageIndex.Layer> taken = takeAll(source, wanted, progress, claim, lease);
            Digest id = content.addBlob(config, lease);
            Digest digest = content.addBlob(manifest, lease);
            return new ImageIndex.Stored(id, digest, taken);
        }
    }

    /** Bytes that the image needs for sure: each layer as it comes, and unpacked, which is never less. */
    private long least(List<Wanted> wanted) {
        return wanted.stream()
                .distinct()
                .filter(layer -> !content.hasLayer(layer.diffId()))
                .mapToLong(layer -> 2 * layer.blob().size())
                .sum();
    }

    private static byte[] config(ImageSource source, Descriptor config, String subject)
            throws IOException, ContainerException {
        if (config.size() > DocumentReader.LARGEST) {
            throw refused(
                    subject,
                    "its configuration has " + config.size() + " bytes, at most " + DocumentReader.LARGEST
                            + " are read");
        }
        byte[] bytes;
        try (InputStream in = source.open(config, 0)) {
            bytes = in.readNBytes((int) config.size() + 1);
        }
        if (bytes.length != config.size() || !Digest.of(bytes).equals(config.digest())) {
            throw refused(subject, "its configuration is not what the manifest says: it was damaged or changed");
        }
        return bytes;
    }

    private static List<Wanted> wanted(Document.Manifest manifest, byte[] config, String subject)
            throws ContainerException {
        List<Digest> diffIds;
        try {
            OciJson.readConfig(config);
            diffIds = OciJson.diffIds(config);
        } catch (IOException e) {
            throw refused(subject, "its configuration cannot be read: " + e.getMessage());
        }
        if (diffIds.size() != manifest.layers().size()) {
            throw refused(
                    subject,
                    "its manifest has " + manifest.layers().size() + " layers and its configuration " + diffIds.size()
                            + ": it is no image of a container, or a damaged one");
        }
        if (Set.copyOf(diffIds).size() > MOST_LAYERS) {
            throw refused(subject, "it has more than " + MOST_LAYERS + " layers");
        }
        List<Wanted> wanted = new ArrayList<>();
        for (int i = 0; i < diffIds.size(); i++) {
            if (manifest.layers().get(i).size() > UnpackLimits.USUAL.bytes()) {
                throw refused(
                        subject,
                        "its layer " + manifest.layers().get(i).digest() + " has "
                                + manifest.layers().get(i).size() + " bytes, at most " + UnpackLimits.USUAL.bytes()
                                + " are read");
            }
            wanted.add(new Wanted(manifest.layers().get(i), diffIds.get(i)));
        }
        return wanted;
    }

    /** Waits for all, also when one failed: nobody writes into the store after that. */
    private List<ImageIndex.Layer> takeAll(
            ImageSource source, List<Wanted> wanted, AddProgress progress, StoreRoom.Claim claim, Lease lease)
            throws IOException, ContainerException {
        Crew crew = new Crew(threads);
        Map<Wanted, ImageIndex.Layer> all = new ConcurrentHashMap<>();
        Queue<Wanted> left = new ConcurrentLinkedQueue<>(Set.copyOf(wanted));
        List<Future<Void>> futures = new ArrayList<>();
        for (int i = 0; i < Math.min(WORKERS, wanted.size()); i++) {
            futures.add(crew.begin(() -> {
                for (Wanted layer = left.poll(); layer != null; layer = left.poll()) {
                    all.put(layer, layers.take(source, layer, progress, claim, lease));
                }
                return null;
            }));
        }
        Throwable failure = null;
        for (Future<Void> future : futures) {
            try {
                crew.join(future);
            } catch (ExecutionException e) {
                crew.giveUp();
                failure = Failures.worse(failure, e.getCause());
            }
        }
        Failures.throwIt(failure);
        return wanted.stream()
                .map(layer -> Objects.requireNonNull(all.get(layer)))
                .toList();
    }

    private static ContainerException refused(String subject, String why) {
        return new ContainerException("cannot add " + subject + ": " + why);
    }
}
