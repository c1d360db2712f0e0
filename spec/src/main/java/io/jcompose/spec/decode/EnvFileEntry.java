package io.jcompose.spec.decode;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.Optional;

/**
 * One entry of {@code env_file}.
 *
 * @param path as written
 * @param required whether a missing file is a problem
 * @param raw whether quotes and variables mean nothing in it
 */
public record EnvFileEntry(Span span, String path, boolean required, boolean raw) {
    /** Both forms: a path, or a mapping. */
    public static Optional<EnvFileEntry> read(Node item, String where, Problems problems) {
        Decoding decoding = new Decoding(problems);
        if (item instanceof MapNode map) {
            Fields fields = new Fields(decoding, map, where, ServiceShape.ENV_FILE);
            Optional<String> path = fields.text("path");
            boolean required = fields.flag("required", true);
            boolean raw = fields.text("format", EnvFileEntry::format).isPresent();
            if (!fields.has("path")) {
                fields.error("path", "an env_file misses its `path`", null);
            }
            fields.finish();
            return path.map(p -> new EnvFileEntry(map.span(), p, required, raw));
        }
        Fields parent = new Fields(decoding, MapNode.empty(item.span()), where, ServiceShape.ENV_FILE);
        return parent.string("env_file", item)
                .filter(path -> item instanceof ScalarNode)
                .map(path -> new EnvFileEntry(item.span(), path, true, false));
    }

    private static String format(String word) throws Malformed {
        if (!word.equals("raw")) {
            throw new Malformed("unknown format `" + word + "`", "`raw`, or leave it out");
        }
        return word;
    }
}
