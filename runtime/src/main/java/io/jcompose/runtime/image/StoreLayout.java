package io.jcompose.runtime.image;

import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where everything lies in a store.
 *
 * <pre>
 * index.json            which images and references there are: what is not in it does not exist
 * blobs/sha256/HEX      configurations and manifests, byte for byte
 * l/HALF-HEX            unpacked layers by the first 32 hex digits of their diff_id: short, for the option text of overlayfs
 * index.spare           room for the index on a full disk
 * tmp/                  work in progress, emptied at open
 * trash/                what nothing names any more, removed bit by bit
 * </pre>
 */
record StoreLayout(Path root) {
    private static final int LAYER_NAME_LENGTH = 32;

    void create() throws IOException {
        Files.createDirectories(root);
        // Layers have set-user-ID programs of strangers: nobody else on this host may reach them.
        Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx--x---"));
        Files.createDirectories(blobs());
        Files.createDirectories(layers());
        Files.createDirectories(temporary());
        Files.createDirectories(trash());
    }

    Path index() {
        return root.resolve("index.json");
    }

    Path spare() {
        return root.resolve("index.spare");
    }

    Path blobs() {
        return root.resolve("blobs").resolve("sha256");
    }

    Path blob(Digest digest) {
        return blobs().resolve(digest.hex());
    }

    Path layers() {
        return root.resolve("l");
    }

    Path layer(Digest diffId) {
        return layers().resolve(diffId.hex().substring(0, LAYER_NAME_LENGTH));
    }

    Path trash() {
        return root.resolve("trash");
    }

    Path temporary() {
        return root.resolve("tmp");
    }
}
