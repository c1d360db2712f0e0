package io.jcompose.runtime.registry;

import java.time.Duration;

/**
 * How long the other side may be silent.
 *
 * @param connect until there is a connection
 * @param answer from a request without body to the head of its answer
 * @param stall while a body is read or sent: waiting time until the next 64 KiB
 */
record Timing(Duration connect, Duration answer, Duration stall) {
    static final Timing USUAL = new Timing(Duration.ofSeconds(10), Duration.ofSeconds(30), Duration.ofSeconds(30));
}
