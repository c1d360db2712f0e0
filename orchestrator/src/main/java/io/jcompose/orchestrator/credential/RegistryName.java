package io.jcompose.orchestrator.credential;

/** What registries are called: by people, and by the files that keep accounts for them. */
public final class RegistryName {
    static final String DOCKER = "docker.io";

    /** As Docker's files and helpers call its registry. */
    static final String DOCKER_KEY = "https://index.docker.io/v1/";

    private RegistryName() {}

    /** The registry of an image: what stands before the first slash, if it has a dot, a port, or is localhost. */
    public static String ofImage(String image) {
        int slash = image.indexOf('/');
        String first = slash < 0 ? "" : image.substring(0, slash);
        boolean host = first.contains(".") || first.contains(":") || first.equals("localhost");
        return host ? of(first) : DOCKER;
    }

    /** One name for each registry: without scheme and path. */
    public static String of(String text) {
        String rest = text.replaceFirst("^https?://", "");
        int slash = rest.indexOf('/');
        String host = slash < 0 ? rest : rest.substring(0, slash);
        return switch (host) {
            case "", "index.docker.io", "registry-1.docker.io" -> DOCKER;
            default -> host;
        };
    }
}
