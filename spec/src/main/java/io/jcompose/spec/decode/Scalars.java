package io.jcompose.spec.decode;

import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.CoreSchema;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Scalars to texts that a program can be given. */
record Scalars(Problems problems) {
    /** A string; numbers and booleans are refused, as other tools do not keep their spelling. */
    Optional<String> string(String key, String path, Node value) {
        if (value instanceof ScalarNode scalar && scalar.kind() == Kind.STRING) {
            return printable(key, path, scalar, scalar.text());
        }
        String quoted = value instanceof ScalarNode scalar && !scalar.isNull() ? scalar.text() : null;
        String hint = quoted == null ? null : "quote it: \"" + quoted + "\"";
        problems.error(value.span(), path, "`" + key + "` must be a string, not " + value.noun(), hint);
        return Optional.empty();
    }

    /** A mapping of any scalars. The list form became a mapping when files were merged, unless it is malformed. */
    SortedMap<String, String> keyed(String key, String path, Node value) {
        SortedMap<String, String> texts = new TreeMap<>();
        if (value instanceof MapNode map) {
            map.entries().forEach((name, entry) -> {
                if (name.isEmpty() || name.indexOf('=') >= 0 || name.indexOf('\0') >= 0) {
                    problems.error(entry.keySpan(), path, "`" + key + "`: `" + name + "` is not a name");
                } else if (entry.value() instanceof ScalarNode scalar) {
                    String text = asText(TreePath.child(path, name), scalar);
                    printable(key, path, scalar, text).ifPresent(printable -> texts.put(name, printable));
                } else {
                    String noun = entry.value().noun();
                    problems.error(
                            entry.value().span(), path, "`" + name + "` in `" + key + "` must be a text, not " + noun);
                }
            });
        } else if (value instanceof ListNode list) {
            list.items().forEach(item -> string(key, path, item));
        } else {
            String noun = value.noun();
            problems.error(value.span(), path, "`" + key + "` must be a mapping or a list of KEY=VALUE, not " + noun);
        }
        return Collections.unmodifiableSortedMap(texts);
    }

    /** The text, unless a program cannot be given it. */
    Optional<String> printable(String key, String path, ScalarNode scalar, String text) {
        if (text.indexOf('\0') >= 0) {
            problems.error(scalar.span(), path, "`" + key + "` must not contain a NUL character");
            return Optional.empty();
        }
        return Optional.of(text);
    }

    private String asText(String path, ScalarNode scalar) {
        if (scalar.isNull()) {
            return "";
        }
        String text = CoreSchema.asText(scalar);
        if (!text.equals(scalar.text()) && scalar.kind() != Kind.BOOL) {
            problems.warn(
                    scalar.span(),
                    path,
                    "`" + scalar.text() + "` is read as the number " + text,
                    "quote it to keep it as it is: \"" + scalar.text() + "\"");
        }
        return text;
    }
}
