package io.jcompose.runtime;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What to read of a log.
 *
 * @param tail only the last so many lines; negative for all
 * @param since only lines from then on, or null
 * @param until only lines before then, or null
 */
public record LogRequest(
        long tail, @Nullable Instant since, @Nullable Instant until) {}
