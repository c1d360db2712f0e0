package io.jcompose.runtime;

/**
 * Bounds of a container's logs.
 *
 * @param segmentBytes size at which a new segment file is begun
 * @param segments count of segment files that are kept
 */
public record LogLimits(long segmentBytes, int segments) {
    public static final LogLimits DEFAULT = new LogLimits(20L << 20, 6);
}
