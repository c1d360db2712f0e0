package io.jcompose.runtime;

/**
 * One thing that {@code jcompose doctor} tried on this host.
 *
 * @param what the operation, as {@code overlayfs}
 * @param level how bad it is
 * @param detail what was seen
 * @param remedy how to get it; empty when all is well
 */
public record HostFinding(String what, Level level, String detail, String remedy) {
    /** Whether containers can work. */
    public enum Level {
        OK,
        DEGRADED,
        MISSING
    }
}
