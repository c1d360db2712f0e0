package io.jcompose.orchestrator.release;

import org.jspecify.annotations.Nullable;

/**
 * What a service's image reference meant.
 *
 * @param reference as the model has it
 * @param id of the image in the store; empty while it is not chosen
 * @param digest {@code sha256:...} of what its registry has under the reference, or null for one that is only here
 */
public record ReleasedImage(
        String reference, String id, @Nullable String digest) {
    /** By which another host knows it: the registry's digest, else the id. */
    public String known() {
        return digest == null ? id : digest;
    }

    /** The reference by its digest, for a pull; null for an image that is in no registry. */
    public @Nullable String byDigest() {
        if (digest == null) {
            return null;
        }
        int at = reference.indexOf('@');
        return (at < 0 ? reference : reference.substring(0, at)) + "@" + digest;
    }
}
