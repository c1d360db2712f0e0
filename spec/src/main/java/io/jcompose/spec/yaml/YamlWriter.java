package io.jcompose.spec.yaml;

import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/** A tree to YAML text in block style, as {@code docker compose config} lays it out. */
public final class YamlWriter {
    private static final Pattern PLAIN =
            Pattern.compile("-{0,2}[A-Za-z0-9_/.~^+<$(][A-Za-z0-9_/.~^+<$(){}\\[\\]=;&|@%,!?*'\"\\\\-]*"
                    + "([ :][A-Za-z0-9_/.~^+<$(){}\\[\\]=;&|@%,!?*'\"\\\\-]+)*");
    /** YAML 1.1 readers take these for booleans, and digits with colons for base 60. */
    private static final Set<String> BOOL_1_1 = Set.of("y", "n", "yes", "no", "on", "off");

    private static final Pattern NUMBER_1_1 = Pattern.compile("[-+]?[0-9][0-9_]*(\\.[0-9_]*)?([eE][-+]?[0-9]+)?"
            + "|[-+]?0[xb][0-9a-fA-F_]+"
            + "|[-+]?[0-9][0-9_]*(:[0-5]?[0-9])+(\\.[0-9_]*)?"
            + "|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}.*");

    private final StringBuilder out = new StringBuilder();

    private YamlWriter() {}

    public static String write(MapNode root) {
        YamlWriter writer = new YamlWriter();
        writer.map(root, 0);
        return writer.out.toString();
    }

    private void map(MapNode map, int indent) {
        for (Map.Entry<String, Entry> entry : map.entries().entrySet()) {
            pad(indent);
            field(entry.getKey(), entry.getValue().value(), indent);
        }
    }

    private void field(String key, Node value, int indent) {
        out.append(text(key)).append(':');
        if (value instanceof MapNode map && !map.entries().isEmpty()) {
            out.append('\n');
            map(map, indent + 2);
        } else if (value instanceof ListNode list && !list.items().isEmpty()) {
            out.append('\n');
            list.items().forEach(item -> item(item, indent + 2));
        } else {
            out.append(' ');
            leaf(value, indent + 2);
        }
    }

    private void item(Node item, int indent) {
        pad(indent);
        out.append("- ");
        if (item instanceof MapNode map && !map.entries().isEmpty()) {
            boolean first = true;
            for (Map.Entry<String, Entry> entry : map.entries().entrySet()) {
                pad(first ? 0 : indent + 2);
                field(entry.getKey(), entry.getValue().value(), indent + 2);
                first = false;
            }
        } else {
            leaf(item, indent + 2);
        }
    }

    private void leaf(Node node, int indent) {
        if (node instanceof ScalarNode scalar) {
            scalar(scalar, indent);
        } else {
            out.append(node instanceof MapNode ? "{}" : "[]");
        }
        out.append('\n');
    }

    private void scalar(ScalarNode scalar, int indent) {
        if (scalar.kind() == Kind.NULL) {
            out.append("null");
        } else if (scalar.kind() != Kind.STRING) {
            out.append(scalar.text());
        } else if (fitsBlock(scalar.text())) {
            block(scalar.text(), indent);
        } else {
            out.append(text(scalar.text()));
        }
    }

    private static boolean fitsBlock(String text) {
        return text.indexOf('\n') > 0
                && !text.startsWith(" ")
                && !text.endsWith("\n\n")
                && text.lines().noneMatch(line -> line.isBlank() && !line.isEmpty())
                && text.chars().allMatch(c -> c == '\n' || (c >= ' ' && c < 0x7f));
    }

    private void block(String text, int indent) {
        out.append(text.endsWith("\n") ? "|" : "|-");
        text.lines().forEach(line -> {
            out.append('\n');
            pad(line.isEmpty() ? 0 : indent);
            out.append(line);
        });
    }

    private static String text(String text) {
        return isPlain(text) ? text : quoted(text);
    }

    private static boolean isPlain(String text) {
        return text.length() < 1024
                && PLAIN.matcher(text).matches()
                && CoreSchema.kind(text) == Kind.STRING
                && !text.equals("<<")
                && !BOOL_1_1.contains(text.toLowerCase(java.util.Locale.ROOT))
                && !NUMBER_1_1.matcher(text).matches();
    }

    private static String quoted(String text) {
        StringBuilder quoted = new StringBuilder("\"");
        text.codePoints().forEach(c -> {
            switch (c) {
                case '"' -> quoted.append("\\\"");
                case '\\' -> quoted.append("\\\\");
                case '\n' -> quoted.append("\\n");
                case '\t' -> quoted.append("\\t");
                case '\r' -> quoted.append("\\r");
                default -> {
                    if (c < ' ' || (c >= 0x7f && c <= 0xa0) || c == 0x2028 || c == 0x2029 || c == 0xfeff) {
                        quoted.append(String.format("\\u%04x", c));
                    } else {
                        quoted.appendCodePoint(c);
                    }
                }
            }
        });
        return quoted.append('"').toString();
    }

    private void pad(int width) {
        out.append(" ".repeat(width));
    }
}
