package io.jcompose.runtime;

import java.util.List;
import java.util.Map;

/**
 * One container as it is to be made: everything resolved, nothing left to decide. It is the intent that is stored before
 * anything is done.
 *
 * @param id incarnation: 32 lower-case hex digits, never used twice
 * @param imageId {@link Image#id}
 * @param command program and arguments; the program is looked up in the container's PATH
 * @param environment {@code NAME=value}
 * @param workingDirectory absolute path inside, made when missing
 * @param user {@code name|uid[:group|gid]}; empty for root
 * @param hostname host name inside
 * @param mounts bind mounts and memory, in order
 * @param limits resource limits
 * @param readOnly whether the root file system is read-only
 * @param init whether our init is process 1: it reaps, and forwards signals to the command
 * @param tty whether the command has a terminal
 * @param logs bounds of the log files
 * @param labels for whoever made the container; the runtime only keeps them
 */
public record ContainerSpec(
        String id,
        String imageId,
        List<String> command,
        List<String> environment,
        String workingDirectory,
        String user,
        String hostname,
        List<ContainerMount> mounts,
        ContainerLimits limits,
        boolean readOnly,
        boolean init,
        boolean tty,
        LogLimits logs,
        Map<String, String> labels) {}
