package io.jcompose.orchestrator.cli.screen;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Colours, or none. */
public enum Palette {
    PLAIN,
    COLOURED;

    private static final String[] PREFIXES = {"36", "33", "32", "35", "34", "1;36", "1;33", "1;32", "1;35", "1;34"};

    /** Whether to use colour: {@code --ansi} or COMPOSE_ANSI, then NO_COLOR (no-color.org), then what is a terminal. */
    public static Palette chosen(@Nullable String ansi, Console console, boolean terminal) {
        String mode = ansi != null ? ansi : console.variable("COMPOSE_ANSI");
        return switch (mode.toLowerCase(Locale.ROOT)) {
            case "never" -> PLAIN;
            case "always" -> COLOURED;
            default ->
                terminal
                                && console.variable("NO_COLOR").isEmpty()
                                && !console.variable("TERM").equals("dumb")
                        ? COLOURED
                        : PLAIN;
        };
    }

    /** The n-th colour for the name of a container, from 0; they repeat. */
    public String prefix(int n, String text) {
        return paint(PREFIXES[n % PREFIXES.length], text);
    }

    public String good(String text) {
        return paint("32", text);
    }

    public String bad(String text) {
        return paint("31", text);
    }

    public String warning(String text) {
        return paint("33", text);
    }

    public String quiet(String text) {
        return paint("2", text);
    }

    public String strong(String text) {
        return paint("1", text);
    }

    private String paint(String code, String text) {
        return this == PLAIN ? text : "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
