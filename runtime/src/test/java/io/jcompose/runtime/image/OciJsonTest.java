package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ImageConfig;
import io.jcompose.runtime.ImageProbe;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OciJsonTest {
    @Test
    void nullSaysNoMoreThanAbsence() throws Exception {
        String json = "{\"created\":null,\"config\":{\"User\":null,\"WorkingDir\":null,\"StopSignal\":null,"
                + "\"Entrypoint\":null,\"Cmd\":null,\"Env\":null,\"Labels\":null,\"ExposedPorts\":null,\"Volumes\":null}}";

        ImageConfig config = OciJson.readConfig(json.getBytes(StandardCharsets.UTF_8));

        assertThat(config).isEqualTo(OciJson.readConfig("{}".getBytes(StandardCharsets.UTF_8)));
        assertThat(config.user()).isEmpty();
        assertThat(config.stopSignal()).isNull();
        assertThat(config.created()).isEqualTo(Instant.EPOCH);
    }

    @Test
    void readsTheProbe() throws Exception {
        assertThat(probe("{\"Test\":[\"CMD\",\"true\"],\"Interval\":2000000000,\"Retries\":4}"))
                .isEqualTo(new ImageProbe(
                        List.of("CMD", "true"), Duration.ofSeconds(2), Duration.ZERO, Duration.ZERO, Duration.ZERO, 4));
        assertThat(probe("{\"Test\":[\"NONE\"]}")).isNotNull();
    }

    @Test
    void aHostileProbeIsBoundedOrNone() throws Exception {
        for (String nothing : List.of(
                "null", "[]", "7", "{}", "{\"Test\":[]}", "{\"Test\":[\"CMD\"]}", "{\"Test\":[\"EVAL\",\"x\"]}")) {
            assertThat(probe(nothing)).as(nothing).isNull();
        }
        ImageProbe bounded = Objects.requireNonNull(
                probe("{\"Test\":[\"CMD\",\"x\"],\"Interval\":1,\"Timeout\":-5,\"Retries\":99999999999}"));
        assertThat(bounded.interval()).isEqualTo(Duration.ofMillis(100));
        assertThat(bounded.timeout()).isZero();
        assertThat(bounded.retries()).isEqualTo(Integer.MAX_VALUE);
    }

    private static @Nullable ImageProbe probe(String json) throws IOException {
        String config = "{\"config\":{\"Healthcheck\":" + json + "}}";
        return OciJson.readConfig(config.getBytes(StandardCharsets.UTF_8)).probe();
    }
}
