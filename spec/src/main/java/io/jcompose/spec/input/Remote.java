package io.jcompose.spec.input;

import java.util.regex.Pattern;

/** Names of files that are not on this machine. */
public final class Remote {
    public static final String NOT_READ = "files from the network are not read";
    public static final String HINT = "fetch it first, and name the local copy";

    private static final Pattern NAME =
            Pattern.compile("[a-zA-Z][a-zA-Z0-9+.-]*://.*|git@.*|(github|gitlab)\\.com/.*", Pattern.DOTALL);

    private Remote() {}

    /** Whether {@code name} is a URL, or one of the short forms of git that the reference loader fetches. */
    public static boolean is(String name) {
        return NAME.matcher(name).matches();
    }
}
