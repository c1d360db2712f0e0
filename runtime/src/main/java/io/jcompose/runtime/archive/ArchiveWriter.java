package io.jcompose.runtime.archive;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.layer.TarEntry;
import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.layer.TarWriter;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Writes images as an OCI image layout with every byte as the store has it, and, for Docker, a {@code manifest.json} that
 * leads to the same blobs. The same images give the same bytes.
 */
final class ArchiveWriter {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final TarEntry.Status PLAIN = new TarEntry.Status(0644, 0, 0, 0, 0);
    private static final TarEntry.Status FOLDER = new TarEntry.Status(0755, 0, 0, 0, 0);

    private final TarWriter tar;
    private final Set<Digest> written = new HashSet<>();

    private ArchiveWriter(OutputStream out) {
        tar = new TarWriter(out);
    }

    /**
     * An image under the names that it is saved with.
     *
     * @param names none when it was asked for by its id
     */
    record Saved(ImageContent content, List<String> names) {}

    static void write(List<Saved> images, boolean forDocker, OutputStream out) throws IOException, ContainerException {
        ArchiveWriter writer = new ArchiveWriter(out);
        writer.folder("blobs/");
        writer.folder("blobs/sha256/");
        for (Saved image : images) {
            writer.blobs(image.content());
        }
        writer.file(OciLayout.INDEX, index(images));
        if (forDocker) {
            writer.file(DockerLayout.MANIFEST, dockerManifest(images));
        }
        writer.file(OciLayout.LAYOUT, "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.UTF_8));
        writer.tar.finish();
    }

    private void blobs(ImageContent image) throws IOException, ContainerException {
        for (Descriptor layer : image.manifest().layers()) {
            if (written.add(layer.digest())) {
                try (InputStream in = image.open(layer)) {
                    member(OciLayout.blob(layer.digest()), layer.size(), in);
                }
            }
        }
        text(image.config());
        text(image.manifestBytes());
    }

    private void text(byte[] bytes) throws IOException {
        Digest digest = Digest.of(bytes);
        if (written.add(digest)) {
            file(OciLayout.blob(digest), bytes);
        }
    }

    private static byte[] index(List<Saved> images) throws IOException, ContainerException {
        ObjectNode root = MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_INDEX);
        ArrayNode manifests = root.putArray("manifests");
        for (Saved image : images) {
            List<String> names = image.names().isEmpty() ? List.of("") : image.names();
            for (String name : names) {
                byte[] manifest = image.content().manifestBytes();
                ObjectNode node = manifests
                        .addObject()
                        .put("mediaType", image.content().manifest().mediaType())
                        .put("digest", Digest.of(manifest).toString())
                        .put("size", manifest.length);
                if (!name.isEmpty()) {
                    node.putObject("annotations")
                            .put(OciLayout.CONTAINERD_NAME, whole(name))
                            .put(
                                    OciLayout.REF_NAME,
                                    String.valueOf(ImageReference.parse(name).tag()));
                }
            }
        }
        return MAPPER.writeValueAsBytes(root);
    }

    private static byte[] dockerManifest(List<Saved> images) throws IOException {
        ArrayNode root = MAPPER.createArrayNode();
        for (Saved image : images) {
            ObjectNode node = root.addObject()
                    .put("Config", OciLayout.blob(image.content().id()));
            ArrayNode tags = node.putArray("RepoTags");
            image.names().forEach(tags::add);
            ArrayNode layers = node.putArray("Layers");
            image.content().manifest().layers().forEach(layer -> layers.add(OciLayout.blob(layer.digest())));
        }
        return MAPPER.writeValueAsBytes(root);
    }

    /** With Docker's domain, as containerd has names. */
    private static String whole(String name) {
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
            return name;
        }
        return "docker.io/" + (slash < 0 ? "library/" : "") + name;
    }

    private void folder(String name) throws IOException {
        tar.write(new TarEntry(Kind.DIRECTORY, name, "", 0, FOLDER, new TarEntry.Device(0, 0)));
    }

    private void file(String name, byte[] bytes) throws IOException {
        member(name, bytes.length, new ByteArrayInputStream(bytes));
    }

    private void member(String name, long size, InputStream content) throws IOException {
        tar.write(new TarEntry(Kind.FILE, name, "", size, PLAIN, new TarEntry.Device(0, 0)), content);
    }
}
