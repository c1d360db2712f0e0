package io.jcompose.orchestrator.release;

/**
 * A promotion that somebody asks for, or approves.
 *
 * @param from project that it comes from
 * @param target project that it goes to
 * @param environment that the target is of
 * @param release number in {@code from} of the one that is meant: another one is refused; 0 for the one that is there
 * @param timeoutSeconds time to become healthy
 */
public record PromotionAsked(String from, String target, String environment, int release, int timeoutSeconds) {}
