package io.jcompose.runtime.registry;

import io.jcompose.runtime.manifest.ImageReference;

/**
 * Where images of one name lie.
 *
 * @param registry {@code host[:port]} as people write it, {@code docker.io} for Docker's
 * @param path as it stands in the registry's addresses
 */
record Repository(String registry, String path) {
    static final String DOCKER = "docker.io";

    static Repository of(ImageReference reference) {
        String name = reference.name();
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        if (first.contains(".") || first.contains(":") || first.equals("localhost")) {
            return new Repository(first, name.substring(slash + 1));
        }
        return new Repository(DOCKER, slash < 0 ? "library/" + name : name);
    }

    /** One name for one registry: Docker's has several. */
    static String registryNamed(String text) {
        return switch (text) {
            case "", "index.docker.io", "registry-1.docker.io", "https://index.docker.io/v1/" -> DOCKER;
            default -> text;
        };
    }

    /** {@code /v2/<name>/manifests/<reference>} (distribution specification, "Endpoints"). */
    String manifest(String tagOrDigest) {
        return "/v2/" + path + "/manifests/" + tagOrDigest;
    }

    String blob(Object digest) {
        return "/v2/" + path + "/blobs/" + digest;
    }

    String uploads() {
        return "/v2/" + path + "/blobs/uploads/";
    }

    /** What a token is to allow (Docker's token scope documentation). */
    String scope(boolean push) {
        return "repository:" + path + ":" + (push ? "pull,push" : "pull");
    }
}
