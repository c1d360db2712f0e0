package io.jcompose.runtime.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.store.StorageSettings.Driver;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class StorageSettingsTest {
    private static StorageSettings parse(String json) throws Exception {
        return StorageSettings.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void sizesHaveUnits() throws Exception {
        assertThat(parse("{\"driver\": \"copy\", \"reserve\": \"2g\", \"images\": {\"quota\": \"512MB\"}}"))
                .isEqualTo(new StorageSettings(Driver.COPY, OptionalLong.of(2L << 30), OptionalLong.of(512 << 20)));
        assertThat(parse("{\"reserve\": 77}").reserve()).hasValue(77);
        assertThat(parse("{\"reserve\": \"0\"}").reserve()).hasValue(0);
        assertThat(parse("{}")).isEqualTo(StorageSettings.USUAL);
    }

    @Test
    void mistakesAreToldWithTheFile(@TempDir Path root) throws Exception {
        Path file = root.resolve("storage.json");
        for (String[] wrong : new String[][] {
            {"[]", "no JSON object"},
            {"{\"drive\": 1}", "\"drive\""},
            {"{\"driver\": \"aufs\"}", "none of auto, overlay, copy"},
            {"{\"reserve\": \"much\"}", "no size"},
            {"{\"reserve\": -1}", "no size"},
            {"{\"images\": {\"quota\": \"9999999999t\"}}", "more than any disk has"},
            {"{\"images\": {\"limit\": 1}}", "\"limit\""},
            {"{\"driver\": ", "end-of-input"},
        }) {
            Files.writeString(file, wrong[0]);
            assertThatThrownBy(() -> StorageSettings.read(root, ""))
                    .isInstanceOf(ContainerException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageContaining(wrong[1]);
        }
    }

    @Test
    void theVariableIsStrongerThanTheFile(@TempDir Path root) throws Exception {
        Files.writeString(root.resolve("storage.json"), "{\"driver\": \"overlay\", \"reserve\": \"1k\"}");
        assertThat(StorageSettings.read(root, "")).isEqualTo(parse("{\"driver\": \"overlay\", \"reserve\": \"1k\"}"));
        assertThat(StorageSettings.read(root, "copy")).isEqualTo(parse("{\"driver\": \"copy\", \"reserve\": 1024}"));
        assertThatThrownBy(() -> StorageSettings.read(root, "vfs")).hasMessageContaining("JCOMPOSE_STORAGE");
    }
}
