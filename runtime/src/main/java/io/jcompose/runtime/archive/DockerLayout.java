package io.jcompose.runtime.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.archive.ArchiveFile.Member;
import io.jcompose.runtime.layer.Compression;
import io.jcompose.runtime.layer.Hashing;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.DocumentReader;
import io.jcompose.runtime.manifest.ForeignJson;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.security.DigestInputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads archives of {@code docker save}: {@code manifest.json} tells which members are configurations and layers. */
final class DockerLayout {
    static final String MANIFEST = "manifest.json";

    private static final int MOST_IMAGES = 1_000;
    private static final int MOST_LAYERS = 1_000;
    private static final ObjectMapper MAPPER =
            new ObjectMapper(ForeignJson.bounded()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final ArchiveFile file;

    DockerLayout(ArchiveFile file) {
        this.file = file;
    }

    List<ArchivedImage> images() throws IOException, ContainerException {
        JsonNode root = json(file.bytes(MANIFEST, DocumentReader.LARGEST), MANIFEST);
        if (!root.isArray() || root.size() > MOST_IMAGES) {
            throw new ContainerException(MANIFEST + " of the archive is no list of at most " + MOST_IMAGES + " images");
        }
        Map<Digest, byte[]> whole = manifestsByConfig();
        List<ArchivedImage> images = new ArrayList<>();
        for (JsonNode item : root) {
            List<ImageReference> names = new ArrayList<>();
            for (JsonNode tag : item.path("RepoTags")) {
                names.add(ImageReference.parse(tag.asText()));
            }
            images.add(new ArchivedImage(source(item, whole), names));
        }
        return images;
    }

    /** Archives that are an OCI layout, too, have the manifests as they once were. */
    private Map<Digest, byte[]> manifestsByConfig() throws IOException, ContainerException {
        Map<Digest, byte[]> found = new HashMap<>();
        if (!file.has(OciLayout.INDEX)) {
            return found;
        }
        for (ArchivedImage image : new OciLayout(file).images()) {
            byte[] bytes = image.source().manifest();
            if (DocumentReader.read(bytes, "an image of the archive") instanceof Document.Manifest manifest) {
                found.put(manifest.config().digest(), bytes);
            }
        }
        return found;
    }

    private ArchiveSource source(JsonNode item, Map<Digest, byte[]> whole) throws IOException, ContainerException {
        String configName = item.path("Config").asText();
        byte[] config = file.bytes(configName, DocumentReader.LARGEST);
        Digest id = Digest.of(config);
        byte[] known = whole.get(id);
        if (known != null) {
            return ArchiveSource.whole(file, known);
        }
        JsonNode diffIds = json(config, configName).path("rootfs").path("diff_ids");
        JsonNode layers = item.path("Layers");
        if (!layers.isArray() || layers.size() > MOST_LAYERS || layers.size() != diffIds.size()) {
            throw new ContainerException("an image of the archive has " + layers.size()
                    + " layers, and its configuration says " + diffIds.size());
        }
        Map<Digest, Member> blobs = new HashMap<>();
        blobs.put(id, file.member(configName));
        ObjectNode manifest =
                MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        describe(manifest.putObject("config"), MediaTypes.OCI_CONFIG, id, config.length);
        ArrayNode list = manifest.putArray("layers");
        for (int i = 0; i < layers.size(); i++) {
            Member member = file.member(layers.get(i).asText());
            Compression compression = compression(member);
            Digest digest = compression == Compression.NONE ? diffId(diffIds.get(i)) : digest(member);
            blobs.put(digest, member);
            describe(list.addObject(), type(compression), digest, member.size());
        }
        return ArchiveSource.madeUp(file, MAPPER.writeValueAsBytes(manifest), blobs);
    }

    /** The store checks that it is true. */
    private static Digest diffId(JsonNode text) throws ContainerException {
        try {
            return Digest.parse(text.asText());
        } catch (IllegalArgumentException e) {
            throw new ContainerException("an image of the archive has a diff_id that is " + e.getMessage(), e);
        }
    }

    private Compression compression(Member member) throws IOException {
        try (InputStream in = file.open(member, 0)) {
            return Compression.of(in.readNBytes(4));
        }
    }

    private Digest digest(Member member) throws IOException {
        try (DigestInputStream in = new DigestInputStream(file.open(member, 0), Hashing.sha256())) {
            in.transferTo(OutputStream.nullOutputStream());
            return Digest.of(in.getMessageDigest());
        }
    }

    private static String type(Compression compression) {
        return switch (compression) {
            case NONE -> MediaTypes.OCI_LAYER;
            case GZIP -> MediaTypes.OCI_LAYER_GZIP;
            case ZSTD -> MediaTypes.OCI_LAYER_ZSTD;
        };
    }

    private static void describe(ObjectNode node, String type, Digest digest, long size) {
        node.put("mediaType", type).put("digest", digest.toString()).put("size", size);
    }

    private static JsonNode json(byte[] bytes, String name) throws ContainerException {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            throw new ContainerException("'" + ArchiveFile.shortened(name) + "' of the archive is no JSON", e);
        }
    }
}
