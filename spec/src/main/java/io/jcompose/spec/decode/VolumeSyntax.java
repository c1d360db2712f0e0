package io.jcompose.spec.decode;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The short form of volumes: {@code [SOURCE:]TARGET[:OPTION,...]} (compose-spec, volumes, short syntax).
 *
 * @param source a path for a bind mount, else a volume's key; null for an anonymous volume
 * @param target clean absolute path
 * @param options as written, each once
 */
public record VolumeSyntax(@Nullable String source, String target, SortedSet<String> options) {
    private static final Set<String> PROPAGATION =
            Set.of("rprivate", "private", "rshared", "shared", "rslave", "slave");
    private static final Set<String> SELINUX = Set.of("z", "Z");
    private static final Set<String> CONSISTENCY = Set.of("cached", "delegated", "consistent");
    private static final String FORM = "write [SOURCE:]TARGET[:OPTIONS], as in ./data:/data:ro";

    public VolumeSyntax {
        options = Collections.unmodifiableSortedSet(new TreeSet<>(options));
    }

    /** What {@code text} says; options are checked too. */
    public static VolumeSyntax parse(String text) throws Malformed {
        if (text.isEmpty()) {
            throw new Malformed("invalid empty volume spec", FORM);
        }
        List<String> parts = sections(text);
        if (parts.stream().anyMatch(String::isEmpty)) {
            throw new Malformed("invalid spec: `" + text + "`: empty section between colons", FORM);
        }
        if (parts.size() > 3) {
            throw new Malformed("invalid spec: `" + text + "`: too many colons", "use the long form for such a path");
        }
        if (parts.size() == 1) {
            return new VolumeSyntax(null, cleanTarget(text), new TreeSet<>());
        }
        List<String> options = parts.size() == 3 ? List.of(parts.get(2).split(",")) : List.of();
        return new VolumeSyntax(parts.get(0), cleanTarget(parts.get(1)), new TreeSet<>(options));
    }

    /** Where Docker reads a drive that nothing can mount, a letter may be a volume's key. */
    private static List<String> sections(String text) {
        List<String> withDrives = sections(text, true);
        List<String> plain = isDrive(text) && !mounts(withDrives) ? sections(text, false) : withDrives;
        return mounts(plain) ? plain : withDrives;
    }

    private static boolean mounts(List<String> sections) {
        return sections.size() > 1 && sections.get(1).startsWith("/");
    }

    /** Between colons, of which those in variables and behind the letter of a drive do not count (compose-go, format). */
    private static List<String> sections(String text, boolean drives) {
        List<String> sections = new ArrayList<>();
        int begun = 0;
        int variables = 0;
        for (int i = 0; i < text.length(); i++) {
            if (text.startsWith("${", i)) {
                variables++;
            } else if (text.charAt(i) == '}' && variables > 0) {
                variables--;
            } else if (text.charAt(i) == ':' && variables == 0) {
                boolean drive = drives && i == begun + 1 && Character.isLetter(text.charAt(begun));
                if (!drive) {
                    sections.add(text.substring(begun, i));
                    begun = i + 1;
                }
            }
        }
        sections.add(text.substring(begun));
        return sections;
    }

    private static boolean isDrive(String path) {
        return path.length() > 1 && path.charAt(1) == ':' && Character.isLetter(path.charAt(0));
    }

    /** Whether it is absolute on Windows: {@code C:\\x}, {@code C:/x}, or a share. */
    public static boolean isOfWindows(String path) {
        boolean drive = isDrive(path) && path.length() > 2 && "\\/".indexOf(path.charAt(2)) >= 0;
        return drive || path.startsWith("\\\\");
    }

    /** Warns of options that mean nothing; the reference loader ignores them, too. */
    public void warnOfUnknown(Problems problems, Span span, String path) {
        SortedSet<String> unknown = new TreeSet<>(options);
        List.of(PROPAGATION, SELINUX, CONSISTENCY, Set.of("ro", "rw", "nocopy")).forEach(unknown::removeAll);
        for (String option : unknown) {
            problems.warn(
                    span,
                    path,
                    "unknown volume option `" + option + "` is ignored",
                    Nearest.hint(option, Set.of("nocopy", "rslave", "rshared", "rprivate"))
                            .orElse(null));
        }
    }

    /** The long form, every part of it at {@code span}. */
    public MapNode node(Span span) {
        Map<String, Node> mount = new LinkedHashMap<>();
        mount.put("type", ScalarNode.string(span, isBind() ? "bind" : "volume"));
        if (source != null) {
            mount.put("source", ScalarNode.string(span, source));
        }
        mount.put("target", ScalarNode.string(span, target));
        Map<String, Node> bind = new LinkedHashMap<>();
        for (String option : options) {
            if (option.equals("ro")) {
                mount.put("read_only", on(span));
            } else if (option.equals("nocopy")) {
                mount.put("volume", map(span, Map.of("nocopy", on(span))));
            } else if (PROPAGATION.contains(option)) {
                bind.put("propagation", ScalarNode.string(span, option));
            } else if (SELINUX.contains(option)) {
                bind.put("selinux", ScalarNode.string(span, option));
            } else if (CONSISTENCY.contains(option)) {
                mount.put("consistency", ScalarNode.string(span, option));
            }
        }
        if (!bind.isEmpty()) {
            mount.put("bind", map(span, bind));
        }
        return map(span, mount);
    }

    private static ScalarNode on(Span span) {
        return new ScalarNode(span, "true", Kind.BOOL);
    }

    private static MapNode map(Span span, Map<String, Node> values) {
        Map<String, Entry> entries = new LinkedHashMap<>();
        values.forEach((key, value) -> entries.put(key, new Entry(span, value)));
        return new MapNode(span, entries);
    }

    /** Whether the source is a path of the host and not a volume's key. */
    public boolean isBind() {
        return source != null && isPath(source);
    }

    /** Whether a source is meant as a path. */
    static boolean isPath(String source) {
        return source.startsWith(".")
                || source.startsWith("/")
                || source.startsWith("~")
                || source.startsWith("\\\\")
                || isDrive(source);
    }

    /** {@code /a/../b/} becomes {@code /b}. Must be absolute. */
    static String cleanTarget(String target) throws Malformed {
        if (!target.startsWith("/")) {
            throw new Malformed("the path in the container must be absolute: `" + target + "`");
        }
        Deque<String> clean = new ArrayDeque<>();
        for (String part : target.split("/")) {
            if (part.equals("..")) {
                clean.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                clean.addLast(part);
            }
        }
        return "/" + String.join("/", clean);
    }
}
