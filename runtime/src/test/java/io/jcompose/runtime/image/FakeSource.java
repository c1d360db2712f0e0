package io.jcompose.runtime.image;

import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.zip.GZIPOutputStream;

/** An image out of layers that a test made, and lies as the test likes. */
class FakeSource implements ImageSource {
    final Map<Digest, byte[]> blobs = new HashMap<>();
    final List<Digest> opened = new CopyOnWriteArrayList<>();
    private final byte[] manifest;

    private FakeSource(byte[] manifest) {
        this.manifest = manifest;
    }

    FakeSource(FakeSource other) {
        this(other.manifest);
        blobs.putAll(other.blobs);
    }

    /** @param tars of the layers, the lowest first */
    static FakeSource gzipped(byte[]... tars) throws IOException {
        return of(List.of(tars).stream().map(FakeSource::gzip).toList(), List.of(tars), MediaTypes.OCI_LAYER_GZIP);
    }

    static FakeSource plain(byte[]... tars) throws IOException {
        return of(List.of(tars), List.of(tars), MediaTypes.OCI_LAYER);
    }

    /** @param tars what the configuration says the layers are */
    static FakeSource of(List<byte[]> layers, List<byte[]> tars, String type) throws IOException {
        return described(layers, tars.stream().map(Digest::of).toList(), type);
    }

    /** One layer of one file of zeros, which is never whole in memory. */
    static FakeSource gzippedZeros(int megabytes) throws IOException {
        MessageDigest digest = Digest.sha256();
        ByteArrayOutputStream layer = new ByteArrayOutputStream();
        try (OutputStream tar = new DigestOutputStream(new GZIPOutputStream(layer), digest)) {
            Tars.zeros(tar, megabytes * 1_048_576L);
        }
        return described(List.of(layer.toByteArray()), List.of(Digest.of(digest)), MediaTypes.OCI_LAYER_GZIP);
    }

    private static FakeSource described(List<byte[]> layers, List<Digest> tars, String type) throws IOException {
        Map<Digest, byte[]> blobs = new HashMap<>();
        String diffIds =
                String.join(",", tars.stream().map(tar -> "\"" + tar + "\"").toList());
        byte[] config = ("{\"created\":\"2026-11-22T10:00:00Z\",\"architecture\":\"amd64\",\"os\":\"linux\","
                        + "\"config\":{\"Cmd\":[\"sh\"]},\"rootfs\":{\"type\":\"layers\",\"diff_ids\":[" + diffIds
                        + "]}}")
                .getBytes(StandardCharsets.UTF_8);
        blobs.put(Digest.of(config), config);
        List<Descriptor> descriptors = new ArrayList<>();
        for (byte[] layer : layers) {
            blobs.put(Digest.of(layer), layer);
            descriptors.add(new Descriptor(type, Digest.of(layer), layer.length, null));
        }
        FakeSource source = new FakeSource(OciJson.manifest(config, descriptors));
        source.blobs.putAll(blobs);
        return source;
    }

    static byte[] gzip(byte[] content) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(content);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return out.toByteArray();
    }

    Digest digest() {
        return Digest.of(manifest);
    }

    @Override
    public byte[] manifest() {
        return manifest;
    }

    @Override
    public InputStream open(Descriptor blob, long offset) throws IOException {
        opened.add(blob.digest());
        byte[] bytes = blobs.get(blob.digest());
        if (bytes == null) {
            throw new IOException("no blob " + blob.digest());
        }
        InputStream in = new ByteArrayInputStream(bytes);
        in.skipNBytes(offset);
        return in;
    }
}
