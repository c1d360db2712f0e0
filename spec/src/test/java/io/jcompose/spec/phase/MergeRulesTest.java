package io.jcompose.spec.phase;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class MergeRulesTest {
    @Test
    void every_rule_has_a_golden_pair_of_files() throws IOException {
        List<String> overrides = overrides();
        for (String pattern : MergeRules.TABLE.keySet()) {
            assertThat(overrides)
                    .as(pattern)
                    .anyMatch(text -> Arrays.stream(pattern.split("\\."))
                            .filter(key -> !key.equals("*"))
                            .allMatch(key -> Pattern.compile("\\b" + key + ":")
                                    .matcher(text)
                                    .find()));
        }
    }

    /** The texts that are laid over others. */
    private static List<String> overrides() throws IOException {
        try (Stream<Path> paths = Files.walk(Path.of("src/test/resources/golden"))) {
            return paths.filter(path -> path.endsWith("compose.override.yaml"))
                    .map(MergeRulesTest::text)
                    .toList();
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path, StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
