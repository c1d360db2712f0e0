package io.jcompose.runtime.archive;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import io.jcompose.runtime.manifest.DocumentReader;
import io.jcompose.runtime.manifest.ForeignJson;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.manifest.Platform;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads archives of the OCI image layout (OCI image specification, image-layout.md). */
final class OciLayout {
    static final String INDEX = "index.json";
    static final String LAYOUT = "oci-layout";
    /** What containerd and Docker note beside an image: its whole name. */
    static final String CONTAINERD_NAME = "io.containerd.image.name";
    /** What the specification says: a tag, or a whole name. */
    static final String REF_NAME = "org.opencontainers.image.ref.name";

    private static final int DEEPEST = 4;
    private static final ObjectMapper MAPPER =
            new ObjectMapper(ForeignJson.bounded()).enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);

    private final ArchiveFile file;

    OciLayout(ArchiveFile file) {
        this.file = file;
    }

    static String blob(Digest digest) {
        return "blobs/sha256/" + digest.hex();
    }

    /** One entry of the index for each image; those of other platforms are left out when there is one of ours. */
    List<ArchivedImage> images() throws IOException, ContainerException {
        byte[] bytes = file.bytes(INDEX, DocumentReader.LARGEST);
        if (!(DocumentReader.read(bytes, "the archive") instanceof Document.Index index)) {
            throw new ContainerException("the index of the archive is none");
        }
        JsonNode entries = MAPPER.readTree(bytes).path("manifests");
        List<ArchivedImage> images = new ArrayList<>();
        for (int i = 0; i < index.manifests().size(); i++) {
            byte[] manifest = chosen(index.manifests().get(i), 0);
            images.add(new ArchivedImage(
                    ArchiveSource.whole(file, manifest), names(entries.path(i).path("annotations"))));
        }
        return images;
    }

    /** The manifest that a descriptor leads to; of a list the one for this machine. */
    private byte[] chosen(Descriptor descriptor, int depth) throws IOException, ContainerException {
        if (depth == DEEPEST) {
            throw new ContainerException("the archive has lists of images in lists, deeper than " + DEEPEST);
        }
        byte[] bytes = file.bytes(blob(descriptor.digest()), DocumentReader.LARGEST);
        if (!Digest.of(bytes).equals(descriptor.digest())) {
            throw new ContainerException(descriptor.digest() + " of the archive is not what its digest says");
        }
        if (!(DocumentReader.read(bytes, "an image of the archive") instanceof Document.Index index)) {
            return bytes;
        }
        Platform host = Platform.host();
        for (Descriptor item : index.manifests()) {
            if (item.platform() == null || host.accepts(item.platform())) {
                return chosen(item, depth + 1);
            }
        }
        throw new ContainerException("the archive has no image for " + host);
    }

    private static List<ImageReference> names(JsonNode annotations) throws ContainerException {
        String name = annotations.path(CONTAINERD_NAME).asText();
        if (name.isEmpty()) {
            name = annotations.path(REF_NAME).asText();
        }
        // A bare tag is no name: there is nothing that it belongs to.
        boolean named = name.contains("/") || name.contains(":");
        return named ? List.of(ImageReference.parse(name)) : List.of();
    }
}
