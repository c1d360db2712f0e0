package io.jcompose.spec;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** What secrets and configs hold, by digest. It is never part of a project, and shown nowhere. */
public final class Contents {
    public static final Contents NONE = new Contents(Map.of());

    /** Of one, in bytes: Docker's bound for a secret. */
    public static final int LARGEST = 500 << 10;

    /** Of all of a project, in bytes. */
    public static final int LARGEST_TOGETHER = 8 << 20;

    private final Map<String, byte[]> byDigest;

    /** @param byDigest by {@link #digest} */
    public Contents(Map<String, byte[]> byDigest) {
        this.byDigest = Collections.unmodifiableMap(new TreeMap<>(byDigest));
    }

    /** {@code sha256:} and 64 lower-case hex digits. */
    public static String digest(byte[] content) {
        try {
            return "sha256:"
                    + HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }

    public SortedSet<String> digests() {
        return new TreeSet<>(byDigest.keySet());
    }

    /** The content of that digest, or null. */
    public byte @Nullable [] of(String digest) {
        return byDigest.get(digest);
    }

    /** These and others. */
    public Contents and(Contents others) {
        Map<String, byte[]> all = new TreeMap<>(byDigest);
        all.putAll(others.byDigest);
        return new Contents(all);
    }

    /** All together, in bytes. */
    public long size() {
        return byDigest.values().stream().mapToLong(content -> content.length).sum();
    }

    /** Never a content. */
    @Override
    public String toString() {
        return byDigest.size() + " contents";
    }
}
