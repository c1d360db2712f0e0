package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.layer.LayerTar;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.Document;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.ExecutorService;

/** The bytes of an image of the store, as they came. Until it is closed the image's content stays, whoever removes it. */
public final class ImageContent implements AutoCloseable {
    private final ContentStore content;
    private final Lease lease;
    private final ExecutorService threads;
    private final ImageIndex.Stored stored;
    private final List<String> references;
    private final byte[] manifestBytes;
    private final Document.Manifest manifest;
    private final byte[] config;

    /** The lease is this object's from here on. */
    ImageContent(
            ContentStore content,
            Lease lease,
            ExecutorService threads,
            ImageIndex.Stored stored,
            List<String> references,
            byte[] manifestBytes,
            Document.Manifest manifest,
            byte[] config) {
        this.content = content;
        this.lease = lease;
        this.threads = threads;
        this.stored = stored;
        this.references = List.copyOf(references);
        this.manifestBytes = manifestBytes;
        this.manifest = manifest;
        this.config = config;
    }

    /** Digest of the configuration. */
    public Digest id() {
        return stored.id();
    }

    /** Names that it has, as {@code team/app:1}. */
    public List<String> references() {
        return references;
    }

    /** The manifest, byte for byte. */
    public byte[] manifestBytes() {
        return manifestBytes.clone();
    }

    public Document.Manifest manifest() {
        return manifest;
    }

    /** JSON of the configuration, byte for byte. */
    public byte[] config() {
        return config.clone();
    }

    /** The layers, the lowest first, in the order of the manifest's descriptors. */
    public List<Digest> diffIds() {
        return stored.layers().stream().map(ImageIndex.Layer::diffId).toList();
    }

    /** Bytes of the tar stream of a layer of {@link #diffIds}. */
    public long tarSize(int layer) {
        return stored.layers().get(layer).tarSize();
    }

    /**
     * The bytes of a blob of the manifest, compressed as its media type says; for one thread, to be closed. Its digest is
     * not checked again on the way.
     *
     * @throws ContainerException when the manifest has no such blob, or it is lost
     */
    public InputStream open(Descriptor blob) throws IOException, ContainerException {
        if (blob.digest().equals(stored.id())) {
            return new ByteArrayInputStream(config);
        }
        if (content.hasBlob(blob.digest())) {
            return content.openBlob(blob.digest());
        }
        for (ImageIndex.Layer layer : stored.layers()) {
            if (layer.blob() == null && layer.diffId().equals(blob.digest())) {
                return packed(layer.diffId());
            }
        }
        throw new ContainerException("the image " + stored.id() + " has lost its blob " + blob.digest()
                + "; remove the image and get it again");
    }

    /** The tar stream of a layer, whether or not it came compressed; for one thread, to be closed. */
    public InputStream openTar(int index) throws IOException, ContainerException {
        ImageIndex.Layer layer = stored.layers().get(index);
        if (layer.blob() == null) {
            return packed(layer.diffId());
        }
        return io.jcompose.runtime.layer.Compression.unpacked(
                open(manifest.layers().get(index)));
    }

    private InputStream packed(Digest diffId) {
        return LayerTar.stream(content.layer(diffId), threads);
    }

    @Override
    public void close() {
        lease.close();
    }
}
