package io.jcompose.runtime.registry;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.function.DoubleSupplier;

/**
 * When something that failed is tried again. Pure: chance and time are given.
 *
 * @param attempts in all
 * @param first pause after the first failure; doubled with each, and spread over half to whole
 * @param longest pause that is made, also on a registry's wish
 */
record RetryPlan(int attempts, Duration first, Duration longest) {
    static final RetryPlan USUAL = new RetryPlan(5, Duration.ofMillis(500), Duration.ofSeconds(60));

    /**
     * The pause before the next attempt; empty when there is none.
     *
     * @param failed attempts so far, from 1
     * @param wished what the registry asked for, zero for nothing
     * @param chance gives numbers from 0 to below 1
     */
    Optional<Duration> pause(int failed, Duration wished, DoubleSupplier chance) {
        if (failed >= attempts || wished.compareTo(longest) > 0) {
            return Optional.empty();
        }
        long doubled = first.toMillis() << Math.min(failed - 1, 20);
        long whole = Math.min(doubled, longest.toMillis());
        Duration own = Duration.ofMillis(whole / 2 + (long) (chance.getAsDouble() * whole / 2));
        return Optional.of(own.compareTo(wished) > 0 ? own : wished);
    }

    /** Reads {@code Retry-After} (RFC 9110, section 10.2.3): seconds or a date; zero when it says nothing readable. */
    static Duration wished(String header, Clock clock) {
        if (header.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(header));
        }
        try {
            ZonedDateTime until = ZonedDateTime.parse(header, DateTimeFormatter.RFC_1123_DATE_TIME);
            Duration rest = Duration.between(clock.instant(), until.toInstant());
            return rest.isNegative() ? Duration.ZERO : rest;
        } catch (DateTimeException e) {
            return Duration.ZERO;
        }
    }
}
