package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestOutputStream;
import java.security.MessageDigest;
import java.util.function.LongConsumer;
import java.util.zip.GZIPOutputStream;

/** Compresses a layer into a file. The same layer gives the same bytes: Java's gzip header has no time and no name. */
final class Packing {
    private static final int BUFFER = 1 << 16;

    private Packing() {}

    /** @param progress hears uncompressed bytes */
    static Memory.Packed pack(Upload.Content layer, Path file, LongConsumer progress)
            throws IOException, ContainerException {
        MessageDigest sha256 = Digest.sha256();
        try (InputStream in = layer.open();
                OutputStream out = Files.newOutputStream(file);
                DigestOutputStream digested = new DigestOutputStream(out, sha256);
                GZIPOutputStream gzip = new GZIPOutputStream(digested, BUFFER)) {
            byte[] chunk = new byte[BUFFER];
            long done = 0;
            for (int count = in.read(chunk); count >= 0; count = in.read(chunk)) {
                gzip.write(chunk, 0, count);
                done += count;
                progress.accept(done);
            }
        }
        return new Memory.Packed(Digest.of(sha256), Files.size(file));
    }
}
