package io.jcompose.orchestrator.release;

/**
 * A promotion that somebody asks for, or approves.
 *
 * @param from project that it comes from
 * @param to environment that it goes to; to approve, its project
 * @param release number in {@code from} of the one that is meant: another one is refused; 0 for the one that is there
 * @param timeoutSeconds time to become healthy
 */
public record PromotionAsked(String from, String to, int release, int timeoutSeconds) {}
