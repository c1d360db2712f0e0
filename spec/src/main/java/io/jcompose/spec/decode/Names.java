package io.jcompose.spec.decode;

import java.util.List;

/** Texts with a form of their own: names of hosts, containers and resources, references. */
public final class Names {
    private static final String LABEL = "[a-zA-Z0-9_]([a-zA-Z0-9_-]{0,61}[a-zA-Z0-9_])?";

    private Names() {}

    /** Whether the text may name a service, network, volume or the like: letters, digits, {@code .}, {@code _} and {@code -}. */
    public static boolean isKey(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
            if (!letter && (c < '0' || c > '9') && c != '.' && c != '_' && c != '-') {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /** RFC 1123, and underscores, which Docker lets pass. */
    static String hostname(String text) throws Malformed {
        if (text.length() > 253 || !List.of(text.split("\\.", -1)).stream().allMatch(label -> label.matches(LABEL))) {
            throw new Malformed(
                    "not a host name: `" + text + "`",
                    "labels of letters, digits and inner `-`, joined by dots (RFC 1123)");
        }
        return text;
    }

    static String container(String text) throws Malformed {
        if (text.length() > 255 || !text.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]+")) {
            throw new Malformed(
                    "not a container name: `" + text + "`",
                    "two or more letters, digits, `_`, `.`, `-`, the first a letter or digit");
        }
        return text;
    }

    /** Only what no registry can mean is refused; the runtime parses references. */
    static String image(String text) throws Malformed {
        if (text.isBlank() || text.length() > 1024 || text.chars().anyMatch(c -> c <= ' ')) {
            throw new Malformed(
                    "not an image reference: `" + text + "`", "as in nginx:1.27 or ghcr.io/owner/app@sha256:...");
        }
        return text;
    }

    /** {@code OS[/ARCHITECTURE[/VARIANT]]}. */
    static String platform(String text) throws Malformed {
        if (!text.matches("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+){0,2}")) {
            throw new Malformed("not a platform: `" + text + "`", "as in linux/amd64 or linux/arm/v7");
        }
        return text;
    }

    static String pullPolicy(String text) throws Malformed {
        if (text.startsWith("every_")) {
            Durations.parse(text.substring("every_".length()));
            return text;
        }
        List<String> words =
                List.of("always", "never", "missing", "if_not_present", "build", "daily", "weekly", "refresh");
        if (!words.contains(text)) {
            throw new Malformed(
                    "unknown pull policy `" + text + "`",
                    Nearest.hint(text, words).orElse(String.join(", ", words) + ", or every_ and a duration"));
        }
        return text.equals("if_not_present") ? "missing" : text;
    }

    /** {@code SERVICE[:ro]} or {@code container:NAME[:ro]}; {@code rw} says nothing. */
    static String volumesFrom(String text) throws Malformed {
        String bare = text.endsWith(":rw") ? text.substring(0, text.length() - 3) : text;
        if (!bare.matches("(container:)?[a-zA-Z0-9][a-zA-Z0-9_.-]*(:ro)?")) {
            throw new Malformed("not SERVICE[:ro]: `" + text + "`", "a service, or container:NAME, and ro or rw");
        }
        return bare;
    }

    /** A name of a network, volume, secret, container. */
    static String resource(String name) throws Malformed {
        if (name.length() > 255 || !name.matches("[a-zA-Z0-9][a-zA-Z0-9_.-]*")) {
            throw new Malformed(
                    "not a name: `" + name + "`", "letters, digits, `_`, `.`, `-`, the first a letter or digit");
        }
        return name;
    }
}
