package io.jcompose.spec.decode;

import io.jcompose.spec.FileObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A secret or a config at the top level. */
final class FileObjectDecoder {
    private FileObjectDecoder() {}

    static FileObject secret(String key, Fields fields) {
        return decode("secret", key, fields, Optional.empty(), List.of("file", "environment"));
    }

    static FileObject config(String key, Fields fields) {
        Optional<String> content = fields.text("content");
        return decode("config", key, fields, content, List.of("file", "environment", "content"));
    }

    private static FileObject decode(
            String kind, String key, Fields fields, Optional<String> content, List<String> sources) {
        boolean external = fields.flag("external", false);
        mustHaveOne(kind, key, external, fields, sources);
        if (!external && sources.stream().noneMatch(fields::has) && fields.has("driver")) {
            fields.unsupported("driver", "a driver of a cluster keeps this " + kind + ", and there is none here");
        }
        return new FileObject(
                fields.text("name").orElse(key),
                external,
                fields.text("file").orElse(null),
                fields.text("environment").orElse(null),
                content.orElse(null),
                fields.keyed("labels"),
                fields.extended());
    }

    private static void mustHaveOne(String kind, String key, boolean external, Fields fields, List<String> sources) {
        List<String> given = new ArrayList<>(sources);
        given.removeIf(source -> !fields.has(source));
        String where = kind + "s." + key;
        if (external) {
            given.forEach(source -> fields.warn(
                    source, "`" + source + "` has no effect on an external " + kind, "remove it, or `external`"));
        } else if (given.isEmpty() && !fields.has("driver")) {
            fields.error(
                    sources.get(0),
                    where + ": one of " + words(sources) + " must be set",
                    "where the content comes from");
        } else if (given.size() > 1) {
            fields.error(given.get(1), where + ": " + words(given) + " exclude each other", "keep one of them");
        }
    }

    private static String words(List<String> words) {
        return "`" + String.join("`, `", words) + "`";
    }
}
