package io.jcompose.runtime.build;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.MediaTypes;
import io.jcompose.runtime.manifest.Platform;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.function.BooleanSupplier;

/** One layer of an image as an image of its own, in which the store keeps it. */
final class OneLayer implements ImageSource {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private final ImageSource whole;
    private final Descriptor layer;
    private final byte[] config;
    private final BooleanSupplier over;

    /**
     * @param config of the new image, without its {@code rootfs}
     * @param over asked often: whether the layer is still wanted
     */
    OneLayer(ImageSource whole, Descriptor layer, Digest diffId, ObjectNode config, BooleanSupplier over)
            throws IOException {
        this.whole = whole;
        this.layer = layer;
        this.over = over;
        config.put("architecture", Platform.host().architecture())
                .put("os", Platform.host().os());
        config.putObject("rootfs").put("type", "layers").putArray("diff_ids").add(diffId.toString());
        this.config = MAPPER.writeValueAsBytes(config);
    }

    @Override
    public byte[] manifest() throws IOException {
        ObjectNode root = MAPPER.createObjectNode().put("schemaVersion", 2).put("mediaType", MediaTypes.OCI_MANIFEST);
        root.putObject("config")
                .put("mediaType", MediaTypes.OCI_CONFIG)
                .put("digest", Digest.of(config).toString())
                .put("size", config.length);
        root.putArray("layers")
                .addObject()
                .put("mediaType", layer.mediaType())
                .put("digest", layer.digest().toString())
                .put("size", layer.size());
        return MAPPER.writeValueAsBytes(root);
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException, ContainerException {
        if (blob.digest().equals(Digest.of(config))) {
            int begin = (int) Math.min(offset, config.length);
            return new ByteArrayInputStream(config, begin, config.length - begin);
        }
        return new FilterInputStream(whole.open(layer, offset)) {
            @Override
            public int read(byte[] buffer, int from, int length) throws IOException {
                if (over.getAsBoolean()) {
                    throw new InterruptedIOException("the build was given up");
                }
                return super.read(buffer, from, length);
            }
        };
    }
}
