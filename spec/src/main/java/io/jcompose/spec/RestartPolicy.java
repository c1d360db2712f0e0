package io.jcompose.spec;

/** The restart attribute. {@code maxAttempts} counts for on-failure; 0 means without end. */
public record RestartPolicy(Kind kind, int maxAttempts) {
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
}
