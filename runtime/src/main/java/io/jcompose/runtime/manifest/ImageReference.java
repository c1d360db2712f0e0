package io.jcompose.runtime.manifest;

import io.jcompose.runtime.ContainerException;
import java.util.Locale;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A name of an image in its short form: {@code docker.io/library/nginx} is {@code nginx}. Grammar: the OCI distribution
 * specification, with Docker's domain in front.
 *
 * @param name path with an optional {@code host[:port]/} in front
 * @param tag null only when there is a digest
 * @param digest {@code sha256:} and 64 hex digits of a manifest, or null
 */
public record ImageReference(
        String name, @Nullable String tag, @Nullable String digest) {
    private static final int LONGEST_NAME = 255;
    private static final int LARGEST_PORT = 65_535;
    private static final String DEFAULT_TAG = "latest";
    private static final Pattern COMPONENT = Pattern.compile("[a-z0-9]++(?:(?:\\.|_{1,2}|-++)[a-z0-9]++)*+");
    private static final String LABEL = "[a-zA-Z0-9](?:[a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?";
    private static final Pattern DOMAIN =
            Pattern.compile("(?:" + LABEL + "(?:\\." + LABEL + ")*+|\\[[0-9a-fA-F:]++])(?::[0-9]{1,5})?");
    private static final Pattern TAG = Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]{0,127}");
    private static final Pattern DIGEST = Pattern.compile("sha256:[0-9a-f]{64}");
    private static final Pattern ID = Pattern.compile("[0-9a-f]{64}");

    /** Reads {@code [domain/]path[:tag][@digest]}; the tag is {@code latest} when there is neither tag nor digest. */
    public static ImageReference parse(String text) throws ContainerException {
        String rest = text;
        String digest = null;
        int at = rest.indexOf('@');
        if (at >= 0) {
            digest = rest.substring(at + 1);
            rest = rest.substring(0, at);
            check(DIGEST, digest, text, "a digest is sha256: and 64 hex digits");
        }
        String tag = null;
        int colon = rest.lastIndexOf(':');
        if (colon > rest.lastIndexOf('/')) {
            tag = rest.substring(colon + 1);
            rest = rest.substring(0, colon);
            check(
                    TAG,
                    tag,
                    text,
                    "a tag has letters, digits, '_', '.' and '-', at most 128, and starts with no '.' or '-'");
        }
        if (tag == null && digest == null) {
            tag = DEFAULT_TAG;
        }
        return new ImageReference(shortName(rest, text), tag, digest);
    }

    private static String shortName(String name, String text) throws ContainerException {
        if (name.isEmpty()) {
            throw refused(text, "the name is empty");
        }
        if (name.length() > LONGEST_NAME) {
            throw refused(text, "the name is longer than " + LONGEST_NAME + " characters");
        }
        if (ID.matcher(name).matches()) {
            throw refused(text, "64 hex digits are an id, not a name");
        }
        int slash = name.indexOf('/');
        String first = slash < 0 ? "" : name.substring(0, slash);
        boolean hasDomain = first.contains(".") || first.contains(":") || first.equals("localhost");
        if (!hasDomain) {
            checkPath(name, text);
            return withoutLibrary(name);
        }
        String path = name.substring(slash + 1);
        check(DOMAIN, first, text, "'" + first + "' is no host name");
        int port = first.lastIndexOf(':');
        if (port > first.lastIndexOf(']') && Integer.parseInt(first, port + 1, first.length(), 10) > LARGEST_PORT) {
            throw refused(text, "a port is at most " + LARGEST_PORT);
        }
        checkPath(path, text);
        boolean dockerHub = first.equals("docker.io") || first.equals("index.docker.io");
        return dockerHub ? withoutLibrary(path) : name;
    }

    private static String withoutLibrary(String path) {
        return path.startsWith("library/") ? path.substring("library/".length()) : path;
    }

    private static void checkPath(String path, String text) throws ContainerException {
        for (String component : path.split("/", -1)) {
            if (!component.equals(component.toLowerCase(Locale.ROOT))) {
                throw refused(text, "a name is written in lower case");
            }
            check(
                    COMPONENT,
                    component,
                    text,
                    "'" + component + "' must be lower-case letters and digits, separated by '.', '_', '__' or '-'");
        }
    }

    private static void check(Pattern pattern, String part, String text, String rule) throws ContainerException {
        if (!pattern.matcher(part).matches()) {
            throw refused(text, rule);
        }
    }

    private static ContainerException refused(String text, String why) {
        return new ContainerException("'" + Digest.shown(text, LONGEST_NAME) + "' is no reference of an image: "
                + Digest.shown(why, 2 * LONGEST_NAME));
    }

    /** As it is written, with its tag or digest. */
    @Override
    public String toString() {
        return name + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
    }
}
