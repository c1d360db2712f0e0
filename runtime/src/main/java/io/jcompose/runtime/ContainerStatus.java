package io.jcompose.runtime;

import java.time.Instant;

/** What a container is doing. */
public sealed interface ContainerStatus {
    /** Made, never started. */
    record Created() implements ContainerStatus {}

    /**
     * Its main process runs.
     *
     * @param pid of the main process, in the host's pid namespace
     */
    record Running(int pid, Instant startedAt) implements ContainerStatus {}

    /**
     * Its main process ended, and no process of it is left.
     *
     * @param code exit code, {@code 128 + signal}, or {@link #UNKNOWN_CODE} when nobody saw it (a reboot, a lost keeper)
     * @param oomKilled whether the kernel killed a process of it for want of memory
     */
    record Exited(int code, boolean oomKilled, Instant startedAt, Instant finishedAt) implements ContainerStatus {}

    /**
     * It could not be started.
     *
     * @param reason a sentence for the user: what was tried, on what, why not
     */
    record FailedToStart(String reason, Instant at) implements ContainerStatus {}

    /** Exit code of a container whose end nobody recorded; counts as a failure. */
    int UNKNOWN_CODE = 255;
}
