package io.jcompose.spec;

import java.time.Duration;

/**
 * When the registry of an image is asked for it (compose-spec, 05-services, {@code pull_policy}).
 *
 * @param every for {@link Kind#EVERY}: how long what was pulled is good enough; else zero
 */
public record PullPolicy(Kind kind, Duration every) implements Comparable<PullPolicy> {
    /** Only when there is none here: what counts where nothing is said. */
    public static final PullPolicy MISSING = new PullPolicy(Kind.MISSING, Duration.ZERO);

    /** From hardly to always. */
    public enum Kind {
        /** It is built here, and not pulled. */
        BUILD,
        NEVER,
        MISSING,
        EVERY,
        ALWAYS
    }

    public static PullPolicy of(Kind kind) {
        return new PullPolicy(kind, Duration.ZERO);
    }

    /** The greater one asks more often. */
    @Override
    public int compareTo(PullPolicy other) {
        int kinds = kind.compareTo(other.kind);
        return kinds != 0 ? kinds : other.every.compareTo(every);
    }
}
