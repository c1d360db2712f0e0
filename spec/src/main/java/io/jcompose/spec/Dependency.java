package io.jcompose.spec;

/**
 * One edge of depends_on.
 *
 * @param condition what the other service must reach first
 * @param restart whether this service is restarted after the other one was by an operation of the user
 * @param required false: a missing or failed dependency is only a warning
 */
public record Dependency(Condition condition, boolean restart, boolean required) {
    /** The three conditions of the specification. */
    public enum Condition {
        SERVICE_STARTED,
        SERVICE_HEALTHY,
        SERVICE_COMPLETED_SUCCESSFULLY;

        /** The word in files. */
        public String word() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }
}
