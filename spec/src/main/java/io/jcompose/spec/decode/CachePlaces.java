package io.jcompose.spec.decode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Places of {@code cache_from} and {@code cache_to}: a reference, or {@code type=TYPE,NAME=VALUE...} (compose-spec, build). */
final class CachePlaces {
    private static final List<String> SOURCES = List.of("registry", "local");
    private static final List<String> TARGETS = List.of("registry", "local", "inline");

    private CachePlaces() {}

    static String from(String text) throws Malformed {
        return read(text, SOURCES, "src");
    }

    static String to(String text) throws Malformed {
        return read(text, TARGETS, "dest");
    }

    private static String read(String text, List<String> types, String directory) throws Malformed {
        if (!text.contains("=")) {
            return Names.image(text);
        }
        Map<String, String> fields = fields(text);
        String type = fields.getOrDefault("type", "");
        if (!types.contains(type)) {
            throw new Malformed(
                    type.isEmpty() ? "`" + text + "` has no type" : "caches of type `" + type + "` are not known here",
                    "type=registry,ref=NAME or type=local," + directory + "=DIRECTORY"
                            + (types.contains("inline") ? " or type=inline" : ""));
        }
        if (type.equals("registry")) {
            Names.image(required(fields, "ref", text));
        } else if (type.equals("local")) {
            required(fields, directory, text);
        }
        return text;
    }

    private static Map<String, String> fields(String text) throws Malformed {
        Map<String, String> fields = new LinkedHashMap<>();
        for (String part : text.split(",", -1)) {
            int equals = part.indexOf('=');
            if (equals <= 0) {
                throw new Malformed("`" + part + "` is no NAME=VALUE", "as in type=registry,ref=NAME");
            }
            fields.put(part.substring(0, equals), part.substring(equals + 1));
        }
        return fields;
    }

    private static String required(Map<String, String> fields, String name, String text) throws Malformed {
        String value = fields.getOrDefault(name, "");
        if (value.isEmpty()) {
            throw new Malformed("`" + text + "` lacks `" + name + "`", null);
        }
        return value;
    }
}
