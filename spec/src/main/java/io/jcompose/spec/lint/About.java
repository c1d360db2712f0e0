package io.jcompose.spec.lint;

/**
 * What is always true of a rule.
 *
 * @param id short and stable, as in {@code untagged-image}
 * @param title what it looks for
 * @param reason why that matters: one sentence, lower case, no full stop
 */
public record About(String id, Level level, String title, String reason) {}
