package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DurationsTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0s",
        "10s, 10000000000, 10s",
        "1m30s, 90000000000, 1m30s",
        "90s, 90000000000, 1m30s",
        "1.5h, 5400000000000, 1h30m0s",
        "250ms, 250000000, 250ms",
        "1500ms, 1500000000, 1.5s",
        "10us, 10000, 10µs",
        "7ns, 7, 7ns",
        "1d, 86400000000000, 24h0m0s",
        "1w2d, 777600000000000, 216h0m0s",
        "+5s, 5000000000, 5s",
        ".5s, 500000000, 500ms",
        "1.s, 1000000000, 1s",
    })
    void reads_and_prints_as_go_does(String text, long nanos, String printed) throws Malformed {
        assertThat(Durations.parse(text)).isEqualTo(Duration.ofNanos(nanos));
        assertThat(Durations.print(Duration.ofNanos(nanos))).isEqualTo(printed);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "10", "s", "1x", "1s2", "-5s", "1 s", "1h 5m", "99999999999h", "1e3s", "999999999999999999w"
            })
    void refuses(String text) {
        assertThatThrownBy(() -> Durations.parse(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void printing_and_reading_gives_the_same() throws Malformed {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 2000; i++) {
            Duration duration = Duration.ofNanos(random.nextLong() >>> (1 + random.nextInt(60)));
            assertThat(Durations.parse(Durations.print(duration)))
                    .as("seed " + seed)
                    .isEqualTo(duration);
        }
    }
}
