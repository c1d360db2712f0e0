package io.jcompose.spec.schema;

import java.util.List;

/** Paths of keys, an item of a list being {@code []}; {@code *} in a pattern stands for any one. */
final class Patterns {
    private Patterns() {}

    static boolean matches(String pattern, List<String> path) {
        String[] wanted = pattern.split("\\.");
        if (wanted.length != path.size()) {
            return false;
        }
        for (int i = 0; i < wanted.length; i++) {
            if (!wanted[i].equals("*") && !wanted[i].equals(path.get(i))) {
                return false;
            }
        }
        return true;
    }
}
