package io.jcompose.orchestrator.cli.command;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is said of files that are no plans. */
final class PlanFileTest {
    @TempDir
    Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {"", "name: shop", "[1", "{}", "{\"version\":1,\"project\":\"shop\",\"seal\":{\"asked\":\"0b"})
    void isOneSentence(String text) throws IOException {
        Path file = Files.writeString(directory.resolve("plan.json"), text);
        assertThatThrownBy(() -> PlanFile.read(file, "shop"))
                .isInstanceOf(UsageException.class)
                .hasMessage(file + " is no plan of this jcompose, or not all of one");
    }

    @Test
    void aFileThatIsNotThereIsNotReadByHalf() {
        assertThatThrownBy(() -> PlanFile.read(directory.resolve("none"), "shop"))
                .hasMessage("there is no file " + directory.resolve("none"));
    }
}
