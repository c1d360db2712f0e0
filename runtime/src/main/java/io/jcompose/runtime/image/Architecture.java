package io.jcompose.runtime.image;

/** Names of this machine's architecture. */
final class Architecture {
    private Architecture() {}

    /** As Go and OCI call it. */
    static String oci() {
        String name = System.getProperty("os.arch", "");
        return switch (name) {
            case "x86_64" -> "amd64";
            case "aarch64" -> "arm64";
            case "x86", "i386" -> "386";
            default -> name;
        };
    }
}
