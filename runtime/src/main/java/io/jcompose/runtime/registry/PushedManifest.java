package io.jcompose.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.IOException;
import java.util.List;

/** A manifest whose layers went out in another form than they lie here; all else in it stays. Pure. */
final class PushedManifest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private PushedManifest() {}

    /** Whether a layer is to be compressed on its way. */
    static boolean isBare(Descriptor layer) {
        return layer.mediaType().equals(MediaTypes.OCI_LAYER)
                || layer.mediaType().equals(MediaTypes.DOCKER_LAYER);
    }

    static String packedType(Descriptor layer) {
        return layer.mediaType().equals(MediaTypes.DOCKER_LAYER)
                ? MediaTypes.DOCKER_LAYER_GZIP
                : MediaTypes.OCI_LAYER_GZIP;
    }

    /** The same bytes when nothing changed. */
    static byte[] of(byte[] manifest, List<Descriptor> before, List<Descriptor> after) throws IOException {
        if (before.equals(after)) {
            return manifest.clone();
        }
        JsonNode root = MAPPER.readTree(manifest);
        for (int i = 0; i < after.size(); i++) {
            Descriptor layer = after.get(i);
            ((ObjectNode) root.path("layers").path(i))
                    .put("mediaType", layer.mediaType())
                    .put("digest", layer.digest().toString())
                    .put("size", layer.size());
        }
        return MAPPER.writeValueAsBytes(root);
    }
}
