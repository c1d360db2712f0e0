package io.jcompose.runtime.image;

import io.jcompose.runtime.layer.Compression;
import io.jcompose.runtime.layer.Hashing;
import io.jcompose.runtime.layer.LayerTar;
import io.jcompose.runtime.layer.LayerUnpacker;
import io.jcompose.runtime.layer.UnpackLimits;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.security.DigestOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads all of an image and compares it with its digests. A layer that came from elsewhere is unpacked once more beside
 * the store: both directories must pack to the same stream.
 */
final class StoreCheck {
    private final ContentStore content;
    /** What was found of layers and blobs that several images have. */
    private final Map<Digest, Optional<String>> found = new HashMap<>();

    StoreCheck(ContentStore content) {
        this.content = content;
    }

    /** A sentence's end for each thing that is wrong. */
    List<String> faults(ImageIndex.Stored image) throws IOException {
        List<String> faults = new ArrayList<>();
        for (Digest text : List.of(image.id(), image.manifest())) {
            fault(text, () -> content.blob(text)).ifPresent(faults::add);
        }
        for (ImageIndex.Layer layer : image.layers()) {
            fault(layer.diffId(), () -> check(layer)).ifPresent(faults::add);
        }
        return faults;
    }

    @FunctionalInterface
    private interface Look {
        void run() throws IOException;
    }

    private Optional<String> fault(Digest digest, Look look) {
        Optional<String> known = found.get(digest);
        if (known != null) {
            return known;
        }
        Optional<String> fault = Optional.empty();
        try {
            look.run();
        } catch (IOException e) {
            fault = Optional.of(Holdings.sentence(e));
        }
        found.put(digest, fault);
        return fault;
    }

    private void check(ImageIndex.Layer layer) throws IOException {
        if (!content.hasLayer(layer.diffId())) {
            throw new ContentStore.Damaged("layer " + layer.diffId() + " is missing");
        }
        Digest unpacked = packed(content.layer(layer.diffId()));
        Digest blob = layer.blob();
        Digest expected = blob == null ? layer.diffId() : packedAgain(layer, blob);
        if (!unpacked.equals(expected)) {
            throw new ContentStore.Damaged("files of layer " + layer.diffId() + " were changed");
        }
    }

    private static Digest packed(Path directory) throws IOException {
        try (DigestOutputStream out = new DigestOutputStream(OutputStream.nullOutputStream(), Hashing.sha256())) {
            LayerTar.write(directory, out);
            return Digest.of(out.getMessageDigest());
        }
    }

    private Digest packedAgain(ImageIndex.Layer layer, Digest blob) throws IOException {
        if (!content.hasBlob(blob)) {
            throw new ContentStore.Damaged("blob " + blob + " is missing");
        }
        try (Lease lease = content.lease()) {
            Path copy = content.newTemporary(lease);
            lease.pin(copy.resolveSibling(copy.getFileName() + LayerUnpacker.ASIDE));
            try (DigestInputStream in = new DigestInputStream(content.openBlob(blob), Hashing.sha256());
                    DigestInputStream tar = new DigestInputStream(Compression.unpacked(in), Hashing.sha256())) {
                LayerUnpacker.unpack(tar, copy, UnpackLimits.USUAL);
                in.transferTo(OutputStream.nullOutputStream());
                expect(in, blob, "blob");
                expect(tar, layer.diffId(), "layer");
                return packed(copy);
            } finally {
                content.removeTree(copy);
            }
        }
    }

    private static void expect(DigestInputStream in, Digest digest, String what) throws IOException {
        if (!Digest.of(in.getMessageDigest()).equals(digest)) {
            throw new ContentStore.Damaged(what + " " + digest + " is not what its digest says");
        }
    }
}
