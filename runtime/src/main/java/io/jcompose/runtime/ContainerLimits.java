package io.jcompose.runtime;

/**
 * Limits that the kernel enforces; 0 means none.
 *
 * @param memory bytes; swap is limited to the same amount again, as Docker does
 * @param nanoCpus billionths of a CPU
 * @param pids processes and threads
 */
public record ContainerLimits(long memory, long nanoCpus, long pids) {
    public static final ContainerLimits NONE = new ContainerLimits(0, 0, 0);
}
