package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;

class RetryPlanTest {
    private static final RetryPlan PLAN = new RetryPlan(4, Duration.ofSeconds(1), Duration.ofSeconds(3));

    @Test
    void pausesDoubleUpToTheLongestAndThenEnd() {
        assertThat(PLAN.pause(1, Duration.ZERO, () -> 1.0)).contains(Duration.ofSeconds(1));
        assertThat(PLAN.pause(2, Duration.ZERO, () -> 1.0)).contains(Duration.ofSeconds(2));
        assertThat(PLAN.pause(3, Duration.ZERO, () -> 1.0)).contains(Duration.ofSeconds(3));
        assertThat(PLAN.pause(4, Duration.ZERO, () -> 1.0)).isEmpty();
    }

    @Test
    void chanceSpreadsAPauseOverHalfToWhole() {
        assertThat(PLAN.pause(2, Duration.ZERO, () -> 0.0)).contains(Duration.ofSeconds(1));
        assertThat(PLAN.pause(2, Duration.ZERO, () -> 0.5)).contains(Duration.ofMillis(1500));
    }

    @Test
    void aRegistrysWishIsKeptUnlessItIsTooLong() {
        assertThat(PLAN.pause(1, Duration.ofMillis(2500), () -> 0.0)).contains(Duration.ofMillis(2500));
        assertThat(PLAN.pause(1, Duration.ofSeconds(4), () -> 0.0)).isEmpty();
    }

    @Test
    void retryAfterIsSecondsOrADate() {
        Clock clock = Clock.fixed(Instant.parse("2026-11-22T22:00:00Z"), ZoneOffset.UTC);
        assertThat(RetryPlan.wished("17", clock)).isEqualTo(Duration.ofSeconds(17));
        assertThat(RetryPlan.wished("Sun, 22 Nov 2026 22:00:09 GMT", clock)).isEqualTo(Duration.ofSeconds(9));
        assertThat(RetryPlan.wished("Sun, 22 Nov 2026 21:00:00 GMT", clock)).isZero();
        assertThat(RetryPlan.wished("soon", clock)).isZero();
        assertThat(RetryPlan.wished("99999999999999999999", clock)).isZero();
    }
}
