package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.Healthcheck;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class WantedServiceTest {
    private static final Healthcheck IMAGES = new Healthcheck(
            List.of("CMD", "probe"),
            Duration.ofSeconds(1),
            Duration.ofSeconds(2),
            7,
            Duration.ofSeconds(4),
            Duration.ofSeconds(5));

    private static @Nullable Healthcheck probe(String healthcheck, @Nullable Healthcheck ofImage) {
        WantedProject project =
                Scene.wanted(Scene.load("services: {web: {image: base, healthcheck: " + healthcheck + "}}"), 1);
        return Objects.requireNonNull(project.services().get("web"))
                .withImage("sha256:1", ofImage)
                .probe();
    }

    @Test
    void theImagesProbeCountsWhereTheServiceSaysNothing() {
        assertThat(probe("{}", IMAGES)).isEqualTo(IMAGES);
        assertThat(probe("{}", null)).isNull();
    }

    @Test
    void aServiceAdjustsTheProbeOfItsImage() {
        assertThat(probe("{interval: 9s, retries: 2}", IMAGES))
                .isEqualTo(new Healthcheck(
                        IMAGES.test(),
                        Duration.ofSeconds(9),
                        IMAGES.timeout(),
                        2,
                        IMAGES.startPeriod(),
                        IMAGES.startInterval()));
        assertThat(probe("{interval: 9s}", null)).as("nothing to adjust").isNull();
    }

    @Test
    void aServiceHasItsOwnProbeOrNone() {
        assertThat(Objects.requireNonNull(probe("{test: [CMD, own]}", IMAGES)).test())
                .containsExactly("CMD", "own");
        assertThat(probe("{disable: true}", IMAGES)).isNull();
        assertThat(probe("{test: [NONE]}", IMAGES)).isNull();
    }

    @Test
    void anImageMayRenounceTheProbeOfItsBase() {
        Healthcheck none = new Healthcheck(
                List.of("NONE"), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, Duration.ZERO, Duration.ZERO);
        assertThat(probe("{}", none)).isNull();
    }
}
