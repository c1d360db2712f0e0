package io.jcompose.spec.change;

import io.jcompose.spec.Service;
import io.jcompose.spec.yaml.JsonWriter;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * A digest of what a service's containers are made of, the content of its secrets and configs included: same meaning,
 * same fingerprint. Left out is what changes no container: replicas, depends_on, profiles, build, pull_policy (as in
 * docker compose's config hash), restart (the reconciler reads the wanted policy), what is for rolling updates, for
 * watchers and for clusters, networks' aliases, and the contents of what a service with {@code x-reload} is granted.
 */
public final class Fingerprint {
    private Fingerprint() {}

    /** Lower-case hex of a SHA-256 over the canonical JSON of the fields that count. */
    public static String of(Service service) {
        byte[] json = JsonWriter.write(Counted.of(service), false).getBytes(StandardCharsets.UTF_8);
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(json));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
