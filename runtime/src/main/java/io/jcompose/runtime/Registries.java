package io.jcompose.runtime;

import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Registries of images (OCI distribution specification), and what is known of them here. Every call but {@link #known}
 * talks to the network and may take long; all say in a sentence what was tried where, why it failed, what to do.
 */
public interface Registries {
    /**
     * Who asks, and who is told.
     *
     * @param platform {@code os/architecture[/variant]}, or null for this host's
     */
    record Visit(RegistryAccounts accounts, @Nullable String platform, TransferProgress progress) {
        /** Anonymous, for this host, silent. */
        public static final Visit PLAIN = new Visit(RegistryAccounts.NONE, null, TransferProgress.NONE);
    }

    /**
     * Brings an image into the store, under the name it was asked by; what is there already is not fetched again.
     *
     * @param reference {@code [host[:port]/]path[:tag][@sha256:...]}
     * @throws ContainerException.ImageNotFound when the registry has no such image
     */
    Image pull(String reference, Visit visit) throws ContainerException;

    /**
     * Sends an image of the store to the registry of its name.
     *
     * @return {@code sha256:...} of the manifest that the registry has now
     */
    String push(String reference, Visit visit) throws ContainerException;

    /** The digest that a reference has in its registry now: of an index where there is one. */
    String digest(String reference, Visit visit) throws ContainerException;

    /** Checks that a registry knows the account that the visit has for it. */
    void login(String registry, Visit visit) throws ContainerException;

    /** What a reference meant when it was last pulled or pushed here. */
    Optional<Known> known(String reference);

    /**
     * A reference's meaning.
     *
     * @param image id of the image
     * @param digest of what the registry has under the name: a manifest, or an index
     */
    record Known(String image, String digest, Instant since) {}
}
