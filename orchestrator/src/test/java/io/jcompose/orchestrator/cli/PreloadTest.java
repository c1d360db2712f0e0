package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class PreloadTest {
    @Test
    void whatIsLoadedAheadIsAFileWithoutMistakes() {
        assertThatCode(Preload::load).doesNotThrowAnyException();
    }

    @Test
    void commandsThatReadNoFileAreCommands() {
        assertThat(CommandTable.all()).extracting(CommandEntry::name).containsAll(Preload.WITHOUT_FILES);
    }
}
