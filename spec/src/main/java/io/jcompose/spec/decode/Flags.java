package io.jcompose.spec.decode;

import java.util.Locale;
import java.util.Set;

/** Booleans, also in the spellings of YAML 1.1 that the reference loader still accepts. */
final class Flags {
    private static final Set<String> OLD = Set.of("y", "yes", "on", "n", "no", "off");

    private Flags() {}

    /** {@code oldSpelling} runs when the word is none of YAML 1.2. */
    static boolean read(String text, Runnable oldSpelling) throws Malformed {
        String word = text.toLowerCase(Locale.ROOT);
        if (OLD.contains(word)) {
            oldSpelling.run();
        }
        return switch (word) {
            case "true", "y", "yes", "on" -> true;
            case "false", "n", "no", "off" -> false;
            default -> throw new Malformed("must be true or false, not `" + text + "`");
        };
    }
}
