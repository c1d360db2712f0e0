package io.jcompose.spec;

import java.time.Duration;

/**
 * When a container runs again after its exit.
 *
 * @param maxAttempts 0 means without end
 * @param delay before each restart; zero means that the wait grows with each restart in a row
 * @param window a shorter run counts as failed attempt, and a longer one ends a row of them; zero where nothing is said
 */
public record RestartPolicy(Kind kind, int maxAttempts, Duration delay, Duration window) {
    /** The restart attribute of a service. */
    public RestartPolicy(Kind kind, int maxAttempts) {
        this(kind, maxAttempts, Duration.ZERO, Duration.ZERO);
    }

    /** When a container runs again after its exit. */
    public enum Kind {
        NO("no"),
        ALWAYS("always"),
        ON_FAILURE("on-failure"),
        UNLESS_STOPPED("unless-stopped");

        private final String word;

        Kind(String word) {
            this.word = word;
        }

        /** The word in files. */
        public String word() {
            return word;
        }
    }

    /** Whether an exit with this code is followed by a start, as long as there are attempts left. */
    public boolean follows(int code) {
        return switch (kind) {
            case NO -> false;
            case ON_FAILURE -> code != 0;
            case ALWAYS, UNLESS_STOPPED -> true;
        };
    }
}
