package io.jcompose.spec.decode;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The short form of volumes: {@code [SOURCE:]TARGET[:OPTION,...]} (compose-spec, volumes, short syntax).
 *
 * @param source a path for a bind mount, else a volume's key; null for an anonymous volume
 * @param target clean absolute path
 */
public record VolumeSyntax(@Nullable String source, String target, boolean readOnly, boolean nocopy) {
    private static final Set<String> NOT_BUILT =
            Set.of("z", "Z", "rprivate", "private", "rshared", "shared", "rslave", "slave");
    /** Hints for Docker Desktop; without meaning on Linux. */
    private static final Set<String> WITHOUT_MEANING = Set.of("cached", "delegated", "consistent");

    private static final String FORM = "write [SOURCE:]TARGET[:OPTIONS], as in ./data:/data:ro";

    /** What {@code text} says; options are checked too. */
    public static VolumeSyntax parse(String text) throws Malformed {
        if (text.isEmpty()) {
            throw new Malformed("invalid empty volume spec", FORM);
        }
        List<String> parts = List.of(text.split(":", -1));
        if (parts.stream().anyMatch(String::isEmpty)) {
            throw new Malformed("invalid spec: `" + text + "`: empty section between colons", FORM);
        }
        if (parts.size() > 3) {
            throw new Malformed("invalid spec: `" + text + "`: too many colons", "use the long form for such a path");
        }
        if (parts.size() == 1) {
            return new VolumeSyntax(null, cleanTarget(text), false, false);
        }
        Set<String> options = parts.size() == 3 ? Set.of(distinct(parts.get(2))) : Set.of();
        for (String option : options) {
            checkOption(option);
        }
        return new VolumeSyntax(
                parts.get(0), cleanTarget(parts.get(1)), options.contains("ro"), options.contains("nocopy"));
    }

    private static String[] distinct(String options) {
        return java.util.Arrays.stream(options.split(",")).distinct().toArray(String[]::new);
    }

    private static void checkOption(String option) throws Malformed {
        if (NOT_BUILT.contains(option)) {
            throw new Malformed("volume option `" + option
                    + "` is part of the Compose Specification but not built into jcompose yet");
        }
        if (!Set.of("ro", "rw", "nocopy").contains(option) && !WITHOUT_MEANING.contains(option)) {
            throw new Malformed("unknown volume option `" + option + "`", "ro, rw and nocopy are known");
        }
    }

    /** Whether the source is a path of the host and not a volume's key. */
    public boolean isBind() {
        return source != null && isPath(source);
    }

    /** Whether a source is meant as a path. */
    static boolean isPath(String source) {
        return source.startsWith(".") || source.startsWith("/") || source.startsWith("~");
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
