package io.jcompose.orchestrator.observe;

/** CLOCK_BOOTTIME in milliseconds: deadlines survive a change of the wall clock and a suspended machine. */
@FunctionalInterface
public interface BootClock {
    long millis();
}
