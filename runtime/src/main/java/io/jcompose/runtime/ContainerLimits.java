package io.jcompose.runtime;

import java.util.List;

/**
 * Limits that the kernel enforces; 0 means none.
 *
 * @param memory bytes; swap is limited to the same amount again, as Docker does
 * @param nanoCpus billionths of a CPU
 * @param pids processes and threads
 * @param resources of each process, over the usual ones
 */
public record ContainerLimits(long memory, long nanoCpus, long pids, List<ResourceLimit> resources) {
    public static final ContainerLimits NONE = new ContainerLimits(0, 0, 0);

    public ContainerLimits(long memory, long nanoCpus, long pids) {
        this(memory, nanoCpus, pids, List.of());
    }
}
