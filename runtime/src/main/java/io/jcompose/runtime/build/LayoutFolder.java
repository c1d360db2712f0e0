package io.jcompose.runtime.build;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.DocumentReader;
import io.jcompose.runtime.manifest.ForeignJson;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;

/**
 * Images in a directory, as an OCI image layout (image-layout.md). When one is written, blobs that are there stay, so that only what is new is
 * written; a reader sees the old cache or the new one, since {@code index.json} is renamed into its place at last.
 */
record LayoutFolder(Kernel kernel, Path directory) {
    private static final ObjectMapper MAPPER = new ObjectMapper(ForeignJson.bounded());
    private static final String TAG = "org.opencontainers.image.ref.name";
    private static final byte[] VERSION = "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8);

    private Path blob(Digest digest) {
        return directory.resolve("blobs").resolve("sha256").resolve(digest.hex());
    }

    /** The only image, or the first. */
    ImageSource open() throws IOException, ContainerException {
        return open("");
    }

    /** @param chosen a tag, or a digest; empty for the first */
    ImageSource open(String chosen) throws IOException, ContainerException {
        JsonNode index = MAPPER.readTree(whole(directory.resolve("index.json")));
        Digest digest = digest(found(index, chosen));
        byte[] manifest = whole(blob(digest));
        if (!Digest.of(manifest).equals(digest)) {
            throw new IOException("its manifest is not what index.json says: it was damaged or changed");
        }
        return source(manifest);
    }

    private static String found(JsonNode index, String chosen) throws IOException {
        for (JsonNode node : index.path("manifests")) {
            String digest = node.path("digest").asText();
            String tag = node.path("annotations").path(TAG).asText();
            if (chosen.isEmpty() || chosen.equals(digest) || chosen.equals(tag)) {
                return digest;
            }
        }
        throw new IOException("it has no image" + (chosen.isEmpty() ? "" : " '" + chosen + "'"));
    }

    private ImageSource source(byte[] manifest) {
        return new ImageSource() {
            @Override
            public byte[] manifest() {
                return manifest.clone();
            }

            @Override
            public InputStream open(Descriptor blob, long offset) throws IOException {
                InputStream in = reading(blob(blob.digest()));
                try {
                    in.skipNBytes(offset);
                    return in;
                } catch (IOException | RuntimeException e) {
                    in.close();
                    throw e;
                }
            }
        };
    }

    private static Digest digest(String text) throws IOException {
        try {
            return Digest.parse(text);
        } catch (IllegalArgumentException e) {
            throw new IOException("its index.json names no manifest", e);
        }
    }

    private byte[] whole(Path file) throws IOException {
        try (InputStream in = reading(file)) {
            byte[] bytes = in.readNBytes(DocumentReader.LARGEST + 1);
            if (bytes.length > DocumentReader.LARGEST) {
                throw new IOException(file + " is larger than " + DocumentReader.LARGEST + " bytes");
            }
            return bytes;
        }
    }

    /** A FIFO would hold the build, a link lead out: neither is in a layout that somebody wrote in good faith. */
    private InputStream reading(Path file) throws IOException {
        try (Fd open = kernel.open(file, Flags.O_RDONLY | Flags.O_NONBLOCK | Flags.O_NOFOLLOW, 0)) {
            if (!Files.isRegularFile(open.procPath())) {
                throw new IOException(file + " is no file");
            }
            return Files.newInputStream(open.procPath());
        }
    }

    void write(ImageContent image) throws IOException, ContainerException {
        Files.createDirectories(blob(image.id()).resolveSibling(""));
        for (Descriptor layer : image.manifest().layers()) {
            try (InputStream in = image.open(layer)) {
                add(layer.digest(), in);
            }
        }
        byte[] manifest = image.manifestBytes();
        add(image.id(), new ByteArrayInputStream(image.config()));
        add(Digest.of(manifest), new ByteArrayInputStream(manifest));
        put(directory.resolve("oci-layout"), new ByteArrayInputStream(VERSION));
        ObjectNode index = MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        index.putArray("manifests")
                .addObject()
                .put("mediaType", MediaTypes.OCI_MANIFEST)
                .put("digest", Digest.of(manifest).toString())
                .put("size", manifest.length);
        put(directory.resolve("index.json"), new ByteArrayInputStream(MAPPER.writeValueAsBytes(index)));
    }

    private void add(Digest digest, InputStream content) throws IOException {
        if (!Files.exists(blob(digest))) {
            put(blob(digest), content);
        }
    }

    private static void put(Path file, InputStream content) throws IOException {
        Path fresh = file.resolveSibling("." + UUID.randomUUID());
        try {
            Files.copy(content, fresh);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(fresh);
        }
    }
}
