package io.jcompose.orchestrator.cli.command;

import java.util.regex.Pattern;

/** What people write for the context of a build. */
final class ContextPlace {
    private static final Pattern ELSEWHERE =
            Pattern.compile("(?i)(https?|git|ssh|file)://.+|git@.+:.+|github\\.com/.+/.+");

    private ContextPlace() {}

    /** Whether the daemon is to fetch it: a git repository, or an archive. */
    static boolean isElsewhere(String place) {
        return ELSEWHERE.matcher(place).matches();
    }
}
