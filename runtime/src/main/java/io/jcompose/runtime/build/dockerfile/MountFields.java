package io.jcompose.runtime.build.dockerfile;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The fields of a {@code --mount}: {@code type=cache,target=/cache}, each known to its type. */
final class MountFields {
    private static final Map<String, String> OTHER_NAMES =
            Map.of("src", "source", "dst", "target", "destination", "target", "ro", "readonly", "readwrite", "rw");
    private static final Map<String, Set<String>> KNOWN = Map.of(
            "bind", Set.of("type", "target", "source", "from", "rw", "readonly"),
            "cache",
                    Set.of("type", "target", "id", "readonly", "rw", "sharing", "from", "source", "mode", "uid", "gid"),
            "tmpfs", Set.of("type", "target", "size"),
            "secret", Set.of("type", "target", "id", "required", "mode", "uid", "gid", "env"),
            "ssh", Set.of("type", "target", "id", "required", "mode", "uid", "gid"));

    private MountFields() {}

    static Map<String, String> read(String text, Arguments arguments) throws Malformed {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            String name =
                    (equals < 0 ? part : part.substring(0, equals)).strip().toLowerCase(Locale.ROOT);
            String known = OTHER_NAMES.getOrDefault(name, name);
            String before = fields.put(known, equals < 0 ? "true" : part.substring(equals + 1));
            if (before != null) {
                throw arguments.wrong("has a --mount with '" + name + "' twice");
            }
        }
        fields.putIfAbsent("type", "bind");
        String type = String.valueOf(fields.get("type"));
        Set<String> known = KNOWN.get(type);
        if (known == null) {
            throw arguments.wrong("has a --mount of type '" + type + "'; there are bind, cache, tmpfs, secret and ssh");
        }
        for (String name : fields.keySet()) {
            if (!known.contains(name)) {
                throw arguments.wrong("has a --mount of type " + type + " with '" + name + "', which that has not");
            }
        }
        boolean optional = type.equals("secret") || type.equals("ssh");
        if (!optional && fields.getOrDefault("target", "").isEmpty()) {
            throw arguments.wrong("has a --mount without a target");
        }
        return Map.copyOf(fields);
    }
}
