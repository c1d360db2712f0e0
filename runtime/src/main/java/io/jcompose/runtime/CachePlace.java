package io.jcompose.runtime;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Where results of builds are kept for other hosts (BuildKit: {@code --cache-from}, {@code --cache-to}). */
public sealed interface CachePlace {
    /** Types that are known, as people write them. */
    String KNOWN = "registry, inline and local";

    /** In the configuration of the image that is built: it goes where that image goes. Only to write. */
    record Inline() implements CachePlace {}

    /** As an image of a registry, or in one that was built with {@link Inline}. */
    record Registry(String reference, Extent extent) implements CachePlace {}

    /**
     * As an OCI image layout.
     *
     * @param directory an absolute path
     */
    record Folder(String directory, Extent extent) implements CachePlace {}

    /**
     * How much is written, and what becomes of a build when it cannot be.
     *
     * @param all results of all stages, and not only those that are in the image ({@code mode=max})
     * @param lenient whether the build goes on when it fails
     */
    record Extent(boolean all, boolean lenient) {
        static final Extent LEAST = new Extent(false, false);
    }

    /**
     * Reads what is written behind {@code --cache-from}: a reference, or {@code type=registry,ref=REFERENCE}, or {@code
     * type=local,src=DIRECTORY}.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static CachePlace from(String text) {
        CachePlace place = read(text, "src");
        if (place instanceof Inline) {
            throw new IllegalArgumentException(
                    "'" + text + "' is no place to read a cache from: name the image that has"
                            + " it, as type=registry,ref=REFERENCE");
        }
        return place;
    }

    /**
     * Reads what is written behind {@code --cache-to}: {@code type=inline}, or {@code type=registry,ref=REFERENCE}, or
     * {@code type=local,dest=DIRECTORY}, the latter two also with {@code mode=max} and {@code ignore-error=true}.
     *
     * @throws IllegalArgumentException with a sentence
     */
    static CachePlace to(String text) {
        return read(text, "dest");
    }

    private static CachePlace read(String text, String directory) {
        if (!text.contains("=")) {
            return new Registry(text, Extent.LEAST);
        }
        Map<String, String> fields = fields(text);
        String type = fields.getOrDefault("type", "");
        return switch (type) {
            case "inline" -> new Inline();
            case "registry" -> new Registry(required(fields, "ref", text), extent(fields, text));
            case "local" -> {
                String path = required(fields, directory, text);
                if (!path.startsWith("/")) {
                    throw new IllegalArgumentException("'" + text + "': '" + path + "' is no absolute path");
                }
                yield new Folder(path, extent(fields, text));
            }
            case "" -> throw new IllegalArgumentException("'" + text + "' has no type: as in type=registry,ref=NAME");
            default ->
                throw new IllegalArgumentException(
                        "'" + text + "': caches of type '" + type + "' are not known here, only " + KNOWN);
        };
    }

    private static Map<String, String> fields(String text) {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : List.of(text.split(",", -1))) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new IllegalArgumentException("'" + text + "': '" + part + "' is no NAME=VALUE");
            }
            fields.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return fields;
    }

    private static String required(Map<String, String> fields, String name, String text) {
        String value = fields.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new IllegalArgumentException("'" + text + "' lacks " + name + "=");
        }
        return value;
    }

    private static Extent extent(Map<String, String> fields, String text) {
        String mode = fields.getOrDefault("mode", "min");
        if (!Set.of("min", "max").contains(mode)) {
            throw new IllegalArgumentException("'" + text + "': mode is min or max");
        }
        return new Extent(
                mode.equals("max"), fields.getOrDefault("ignore-error", "").equals("true"));
    }
}
