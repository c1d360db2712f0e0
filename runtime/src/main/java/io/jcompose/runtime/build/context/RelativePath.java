package io.jcompose.runtime.build.context;

import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;

/** Paths as texts, relative to a root, without dots: the root itself is empty. */
public final class RelativePath {
    private RelativePath() {}

    /** Without {@code .}, {@code ..} and slashes too many; what would lead out of the root stays at it. */
    public static String cleaned(String path) {
        Deque<String> parts = new ArrayDeque<>();
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                parts.pollLast();
            } else if (!part.isEmpty() && !part.equals(".")) {
                parts.addLast(part);
            }
        }
        return String.join("/", parts);
    }

    /** Whether {@code ..} leads above the root. */
    public static boolean leadsOut(String path) {
        int depth = 0;
        for (String part : path.split("/", -1)) {
            if (part.equals("..")) {
                depth--;
            } else if (!part.isEmpty() && !part.equals(".")) {
                depth++;
            }
            if (depth < 0) {
                return true;
            }
        }
        return false;
    }

    public static String join(String directory, String name) {
        if (directory.isEmpty()) {
            return name;
        }
        return name.isEmpty() ? directory : directory + "/" + name;
    }

    public static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash < 0 ? "" : path.substring(0, slash);
    }

    public static String name(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }

    /** The last name as {@link io.jcompose.runtime.linux.RawFiles} takes it: a char for each byte. */
    public static String rawName(String path) {
        return new String(name(path).getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1);
    }
}
