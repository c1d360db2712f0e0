package io.jcompose.orchestrator.plan;

import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * How a network or a volume came to be.
 *
 * @param project that it was made for; empty when it does not say
 * @param incarnation tells it from others of its name, before it and after it; empty when it does not say
 * @param guarded whether it was made protected
 * @param configuration what it was made with, as {@link io.jcompose.spec.change.Configuration} tells it; null when it does
 *     not say
 */
public record Origin(
        String project,
        String incarnation,
        boolean guarded,
        @Nullable SortedMap<String, String> configuration) {
    public static final Origin UNKNOWN = new Origin("", "", false, null);
}
