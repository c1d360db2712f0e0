package io.jcompose.runtime.image;

import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Blobs and layers by digest. What no index names may be swept away at any time that nobody is adding something. */
final class ContentStore {
    private static final long LARGEST_BLOB = 16 << 20;

    private final StoreLayout layout;
    private final Disk disk;

    ContentStore(StoreLayout layout, Disk disk) {
        this.layout = layout;
        this.disk = disk;
    }

    Digest addBlob(byte[] content) throws IOException {
        Digest digest = Digest.of(content);
        disk.write(layout.blob(digest), content, newTemporary());
        return digest;
    }

    /** What the index names is not there, or is not what its digest says. */
    static final class Damaged extends IOException {
        Damaged(String message) {
            super(message);
        }
    }

    byte[] blob(Digest digest) throws IOException {
        Path file = layout.blob(digest);
        if (!Files.isRegularFile(file)) {
            throw new Damaged("blob " + digest + " is missing");
        }
        if (Files.size(file) > LARGEST_BLOB) {
            throw new Damaged("blob " + digest + " is larger than " + LARGEST_BLOB + " bytes");
        }
        byte[] content = Files.readAllBytes(file);
        if (!Digest.of(content).equals(digest)) {
            throw new Damaged("blob " + digest + " is not what its digest says");
        }
        return content;
    }

    /** Writes the files of a tree as a layer, unless the same layer is there. */
    ImageIndex.Layer addLayer(HostTree tree) throws IOException {
        Path temporary = newTemporary();
        LayerDirectory.write(tree, temporary);
        MessageDigest sha256 = Digest.sha256();
        CountingStream count = new CountingStream();
        try (DigestOutputStream out = new DigestOutputStream(count, sha256)) {
            LayerTar.write(temporary, out);
        }
        Digest diffId = Digest.of(sha256);
        if (hasLayer(diffId)) {
            disk.removeTree(temporary);
        } else {
            disk.syncTree(temporary);
            disk.move(temporary, layout.layer(diffId));
        }
        return new ImageIndex.Layer(diffId, tree.size(), count.bytes);
    }

    boolean hasLayer(Digest diffId) {
        return Files.isDirectory(layout.layer(diffId), LinkOption.NOFOLLOW_LINKS);
    }

    Path layer(Digest diffId) {
        return layout.layer(diffId);
    }

    /** Removes every blob and layer but these, and all work in progress. */
    void sweep(Set<Digest> blobs, Set<Digest> layers) throws IOException {
        Set<Path> kept = Stream.concat(
                        blobs.stream().map(layout::blob), layers.stream().map(layout::layer))
                .collect(Collectors.toSet());
        for (Path directory : Set.of(layout.blobs(), layout.layers(), layout.temporary())) {
            try (Stream<Path> found = Files.list(directory)) {
                for (Path path : (Iterable<Path>) found::iterator) {
                    if (!kept.contains(path)) {
                        discard(path);
                    }
                }
            }
        }
    }

    /** Renamed first: half a layer must never stand under its name. */
    private void discard(Path path) throws IOException {
        Path doomed = path;
        if (!layout.temporary().equals(path.getParent())) {
            doomed = newTemporary();
            disk.move(path, doomed);
        }
        disk.removeTree(doomed);
    }

    private Path newTemporary() {
        return layout.temporary().resolve(UUID.randomUUID().toString());
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
