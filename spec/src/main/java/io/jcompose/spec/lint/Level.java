package io.jcompose.spec.lint;

import java.util.Locale;

/** How much a finding matters; the words are SARIF's. */
public enum Level {
    /** The files do not load. */
    ERROR,
    /** Will hurt. */
    WARNING,
    /** Worth a thought. */
    NOTE;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
