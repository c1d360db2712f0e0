package io.jcompose.spec;

/**
 * Resource limits of one container; 0 means no limit.
 *
 * @param memory bytes
 * @param nanoCpus CPU time in billionths of one CPU: 1.5 CPUs are 1,500,000,000
 * @param pids count of processes and threads
 */
public record Limits(long memory, long nanoCpus, long pids) {
    public static final Limits NONE = new Limits(0, 0, 0);
}
