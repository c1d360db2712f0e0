package io.jcompose.runtime.manifest;

import org.jspecify.annotations.Nullable;

/**
 * What is said of a blob before it is there (OCI image specification, descriptor.md). Nothing of it is to be trusted: who
 * reads the blob checks size and digest.
 *
 * @param mediaType empty when nothing is said
 * @param size bytes, never negative
 * @param platform only in indexes, and there not always
 */
public record Descriptor(
        String mediaType,
        Digest digest,
        long size,
        @Nullable Platform platform) {
    public Descriptor {
        if (size < 0) {
            throw new IllegalArgumentException("a blob of " + size + " bytes");
        }
    }
}
