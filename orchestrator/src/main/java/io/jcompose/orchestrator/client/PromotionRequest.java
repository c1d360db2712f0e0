package io.jcompose.orchestrator.client;

/**
 * A promotion to begin, or to approve.
 *
 * @param project that it comes from
 * @param target project that it goes to
 * @param environment that the target is of
 * @param release number of the one that is meant: another one is refused; 0 for the one that is there
 * @param timeoutSeconds time to become healthy
 */
public record PromotionRequest(String project, String target, String environment, int release, int timeoutSeconds) {
    /** The same, and only when it is this release. */
    public PromotionRequest only(int number) {
        return new PromotionRequest(project, target, environment, number, timeoutSeconds);
    }
}
