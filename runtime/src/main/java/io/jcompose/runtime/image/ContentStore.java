package io.jcompose.runtime.image;

import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.layer.Compression;
import io.jcompose.runtime.layer.Durable;
import io.jcompose.runtime.layer.Hashing;
import io.jcompose.runtime.layer.LayerTar;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Blobs and layers by digest. What no index names and no lease holds may be swept away at any time. */
final class ContentStore {
    /** Bytes of a blob that is read into memory. */
    static final int LARGEST_TEXT = 16 << 20;

    private final StoreLayout layout;
    private final Disk disk;
    private final Leases leases = new Leases();
    private final Trash trash;

    /** @param layout of directories that are there */
    ContentStore(StoreLayout layout, Disk disk) throws IOException {
        this.layout = layout;
        this.disk = disk;
        this.trash = Trash.open(layout.trash(), disk);
    }

    Trash trash() {
        return trash;
    }

    Lease lease() {
        return leases.lease();
    }

    Digest addBlob(byte[] content, Lease lease) throws IOException {
        Digest digest = Digest.of(content);
        Path file = lease.pin(layout.blob(digest));
        if (!holds(file, content)) {
            disk.write(file, content, newTemporary(lease));
        }
        return digest;
    }

    /** To read it is quicker than to write and sync the same again. */
    private static boolean holds(Path file, byte[] content) throws IOException {
        return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS)
                && Files.size(file) == content.length
                && Arrays.equals(Files.readAllBytes(file), content);
    }

    /** What the index names is not there, or is not what its digest says. */
    static final class Damaged extends IOException {
        Damaged(String message) {
            super(message);
        }
    }

    /** The whole of a small blob, checked. */
    byte[] blob(Digest digest) throws IOException {
        Path file = layout.blob(digest);
        if (!Files.isRegularFile(file)) {
            throw new Damaged("blob " + digest + " is missing");
        }
        if (Files.size(file) > LARGEST_TEXT) {
            throw new Damaged("blob " + digest + " is larger than " + LARGEST_TEXT + " bytes");
        }
        byte[] content = Files.readAllBytes(file);
        if (!Digest.of(content).equals(digest)) {
            throw new Damaged("blob " + digest + " is not what its digest says");
        }
        return content;
    }

    boolean hasBlob(Digest digest) {
        return Files.isRegularFile(layout.blob(digest), LinkOption.NOFOLLOW_LINKS);
    }

    /** Bytes; 0 for one that is lost. */
    long blobSize(Digest digest) {
        return layout.blob(digest).toFile().length();
    }

    InputStream openBlob(Digest digest) throws IOException {
        return Files.newInputStream(layout.blob(digest));
    }

    void pinBlob(Digest digest, Lease lease) {
        lease.pin(layout.blob(digest));
    }

    void pinLayer(Digest diffId, Lease lease) {
        lease.pin(layout.layer(diffId));
    }

    /** Takes a file whose digest the caller checked, and which is durable. */
    void keepBlob(Path temporary, Digest digest, Lease lease) throws IOException {
        disk.move(temporary, lease.pin(layout.blob(digest)));
    }

    /** Takes a directory whose diff_id the caller checked, and which is durable; or drops it when it is there. */
    void keepLayer(Path temporary, Digest diffId, Lease lease) throws IOException {
        Path place = lease.pin(layout.layer(diffId));
        synchronized (this) {
            if (!hasLayer(diffId)) {
                disk.move(temporary, place);
                return;
            }
        }
        trash.take(temporary);
    }

    /** Writes the files of a tree as a layer, unless the same layer is there. */
    ImageIndex.Layer addLayer(HostTree tree, Lease lease) throws IOException {
        Path temporary = newTemporary(lease);
        LayerDirectory.write(tree, temporary);
        ImageIndex.Layer layer = addLayer(temporary, lease);
        return new ImageIndex.Layer(layer.diffId(), tree.size(), layer.tarSize(), null);
    }

    /** Makes a directory in overlayfs' form a layer. */
    ImageIndex.Layer addLayer(Path directory, Lease lease) throws IOException {
        MessageDigest sha256 = Hashing.sha256();
        CountingStream count = new CountingStream();
        try (DigestOutputStream out = new DigestOutputStream(count, sha256)) {
            LayerTar.write(directory, out);
        }
        Digest diffId = Digest.of(sha256);
        long size = sizeOf(directory);
        Durable.sync(directory);
        keepLayer(directory, diffId, lease);
        return new ImageIndex.Layer(diffId, size, count.bytes, null);
    }

    private static long sizeOf(Path directory) throws IOException {
        try (Stream<Path> paths = Files.walk(directory)) {
            long size = 0;
            for (Path path : (Iterable<Path>) paths::iterator) {
                if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
                    size += Files.size(path);
                }
            }
            return size;
        }
    }

    /** What a manifest says about a layer of the store: the blob as it came, or the stream that it is packed to. */
    Descriptor descriptor(ImageIndex.Layer layer) throws IOException {
        Digest blob = layer.blob();
        if (blob == null) {
            return new Descriptor(MediaTypes.OCI_LAYER, layer.diffId(), layer.tarSize(), null);
        }
        try (InputStream in = openBlob(blob)) {
            String type = switch (Compression.of(in.readNBytes(4))) {
                case NONE -> MediaTypes.OCI_LAYER;
                case GZIP -> MediaTypes.OCI_LAYER_GZIP;
                case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
            };
            return new Descriptor(type, blob, Files.size(layout.blob(blob)), null);
        }
    }

    /** The manifest of an image that was made here. */
    Digest addManifest(byte[] config, List<ImageIndex.Layer> layers, Lease lease) throws IOException {
        List<Descriptor> descriptors = new ArrayList<>();
        for (ImageIndex.Layer layer : layers) {
            descriptors.add(descriptor(layer));
        }
        return addBlob(OciJson.manifest(config, descriptors), lease);
    }

    boolean hasLayer(Digest diffId) {
        return Files.isDirectory(layout.layer(diffId), LinkOption.NOFOLLOW_LINKS);
    }

    Path layer(Digest diffId) {
        return layout.layer(diffId);
    }

    /** Removes every blob and layer but these, and all work, except for what somebody holds. */
    void sweep(Set<Digest> blobs, Set<Digest> layers) throws IOException {
        Set<Path> kept = Stream.concat(
                        blobs.stream().map(layout::blob), layers.stream().map(layout::layer))
                .collect(Collectors.toSet());
        for (Path directory : List.of(layout.blobs(), layout.layers(), layout.temporary())) {
            try (Stream<Path> found = Files.list(directory)) {
                for (Path path : found.toList()) {
                    if (!kept.contains(path)) {
                        discard(path);
                    }
                }
            }
        }
    }

    /** Renamed first: half a layer must never stand under its name. */
    private void discard(Path path) throws IOException {
        Path doomed = trash.newPlace();
        if (leases.unlessHeld(path, () -> disk.move(path, doomed))) {
            trash.remove(doomed);
        }
    }

    Path newTemporary(Lease lease) {
        return lease.pin(layout.temporary().resolve(UUID.randomUUID().toString()));
    }

    void removeTree(Path tree) throws IOException {
        trash.take(tree);
    }

    private static final class CountingStream extends OutputStream {
        private long bytes;

        @Override
        public void write(int b) {
            bytes++;
        }

        @Override
        public void write(byte[] buffer, int offset, int length) {
            bytes += length;
        }
    }
}
