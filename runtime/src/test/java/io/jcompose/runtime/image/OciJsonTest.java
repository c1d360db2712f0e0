package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.ImageConfig;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
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
}
