package io.jcompose.orchestrator.execute;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.PullPolicy;
import io.jcompose.spec.PullPolicy.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullDueTest {
    private static final Instant NOW = Instant.parse("2026-11-22T12:00:00Z");

    @ParameterizedTest
    @CsvSource({
        "ALWAYS, true, true", "ALWAYS, false, true",
        "MISSING, true, false", "MISSING, false, true",
        "NEVER, true, false", "NEVER, false, false",
        "BUILD, true, false", "BUILD, false, false"
    })
    void eachPolicyAsksWhenItsNameSays(Kind kind, boolean here, boolean due) {
        assertThat(PullDue.is(PullPolicy.of(kind), false, here, Optional.empty(), NOW))
                .isEqualTo(due);
    }

    @Test
    void anAgeIsOverWhenItIsReached() {
        PullPolicy daily = new PullPolicy(Kind.EVERY, Duration.ofDays(1));
        assertThat(PullDue.is(daily, false, true, Optional.of(NOW.minusSeconds(86_399)), NOW))
                .isFalse();
        assertThat(PullDue.is(daily, false, true, Optional.of(NOW.minusSeconds(86_400)), NOW))
                .isTrue();
        assertThat(PullDue.is(daily, false, true, Optional.empty(), NOW)).isTrue();
        assertThat(PullDue.is(daily, false, false, Optional.of(NOW), NOW)).isTrue();
    }

    @Test
    void whatADigestMeansNeverChanges() {
        assertThat(PullDue.is(PullPolicy.of(Kind.ALWAYS), true, true, Optional.empty(), NOW))
                .isFalse();
        assertThat(PullDue.is(PullPolicy.of(Kind.ALWAYS), true, false, Optional.empty(), NOW))
                .isTrue();
    }
}
