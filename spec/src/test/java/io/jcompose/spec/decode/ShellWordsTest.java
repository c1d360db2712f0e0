package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ShellWordsTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '^',
            value = {
                "a b  c # a|b|c",
                "a 'b c' # a|b c",
                "a \"b 'c'\" # a|b 'c'",
                "a\\ b # a b",
                "'' x # |x",
                "a''b # ab",
                "\"a\\\"b\\n\" # a\"b\\n",
                "'a\\b' # a\\b",
            })
    void splits(String line, String words) throws Malformed {
        assertThat(String.join("|", ShellWords.split(line))).isEqualTo(words);
    }

    @ParameterizedTest
    @ValueSource(strings = {"'open", "\"open", "a 'b"})
    void refuses_open_quotes(String line) {
        assertThatThrownBy(() -> ShellWords.split(line)).isInstanceOf(Malformed.class);
    }
}
