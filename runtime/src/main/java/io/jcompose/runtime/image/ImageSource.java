package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.manifest.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/**
 * Where the bytes of one image come from: a registry, an archive. Nothing of it is trusted: the store checks sizes and
 * digests while it reads. Blobs are opened by several threads at once.
 */
public interface ImageSource {
    /** The manifest of one image, byte for byte. */
    byte[] manifest() throws IOException, ContainerException;

    /**
     * Whether the manifest was made up, because what the source has lacks one: then the manifest that the store may have
     * for the same configuration is the better one.
     */
    default boolean isManifestMadeUp() {
        return false;
    }

    /**
     * The bytes of a blob of the manifest, compressed as its media type says.
     *
     * @param offset bytes that the store has already, for a blob that broke off
     * @throws IOException when it broke off, and may be tried again; {@link ContainerException} when that is useless
     */
    InputStream open(Descriptor blob, long offset) throws IOException, ContainerException;
}
