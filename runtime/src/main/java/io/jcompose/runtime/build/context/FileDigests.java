package io.jcompose.runtime.build.context;

import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.LinkedHashMap;
import java.util.Map;

/** Digests of files that were read before, remembered for as long as nothing about a file has changed. */
public final class FileDigests {
    private static final int MOST = 200_000;

    /** What tells that a file is the same: the kernel changes {@code changed} whenever anything is written. */
    record Identity(long device, long inode, long size, long modified, long changed) {}

    /** Opens the file to be read. */
    @FunctionalInterface
    interface Opening {
        InputStream open() throws IOException;
    }

    private final Map<Identity, String> known = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<Identity, String> eldest) {
            return size() > MOST;
        }
    };

    String digest(Identity identity, Opening opening) throws IOException {
        synchronized (known) {
            String before = known.get(identity);
            if (before != null) {
                return before;
            }
        }
        String digest = digest(opening);
        synchronized (known) {
            known.put(identity, digest);
        }
        return digest;
    }

    static String digest(Opening opening) throws IOException {
        MessageDigest sha256 = Digest.sha256();
        byte[] buffer = new byte[64 << 10];
        try (InputStream in = opening.open()) {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                sha256.update(buffer, 0, count);
            }
        }
        return Digest.of(sha256).hex();
    }
}
