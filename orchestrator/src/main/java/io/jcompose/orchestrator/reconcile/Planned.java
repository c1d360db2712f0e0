package io.jcompose.orchestrator.reconcile;

/**
 * One line of a plan.
 *
 * @param text what would be done
 * @param because why
 * @param path tree path of the value that it comes from, or empty
 */
public record Planned(String text, String because, String path) {}
