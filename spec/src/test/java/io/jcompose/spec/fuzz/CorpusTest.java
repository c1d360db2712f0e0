package io.jcompose.spec.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.decode.ShortFormFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;

/** Runs what fuzzing found and where it starts from: {@code src/test/resources/fuzz/TARGET/*}. */
@Timeout(120)
class CorpusTest {
    private static final Path ROOT = Path.of("src/test/resources/fuzz");
    private static final int DAMAGED = 20;
    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "LoaderFuzz", LoaderFuzz::fuzzerTestOneInput,
            "MutationFuzz", MutationFuzz::fuzzerTestOneInput,
            "TemplateFuzz", TemplateFuzz::fuzzerTestOneInput,
            "DotenvFuzz", DotenvFuzz::fuzzerTestOneInput,
            "ShortFormFuzz", ShortFormFuzz::fuzzerTestOneInput);

    private final Random random = new Random(1);

    @TestFactory
    Stream<DynamicTest> every_input_is_answered() throws IOException {
        return files(ROOT).stream()
                .filter(Files::isDirectory)
                .flatMap(target -> inputs(target).stream().map(input -> test(target, input)));
    }

    @Test
    void every_target_has_inputs_and_every_directory_a_target() throws IOException {
        assertThat(files(ROOT).stream().map(CorpusTest::name)).containsExactlyInAnyOrderElementsOf(TARGETS.keySet());
    }

    private DynamicTest test(Path target, Path input) {
        return DynamicTest.dynamicTest(name(target) + " " + name(input), () -> {
            Consumer<byte[]> code = target(target);
            byte[] bytes = Files.readAllBytes(input);
            code.accept(bytes);
            for (int i = 0; i < DAMAGED && bytes.length > 0; i++) {
                byte[] damaged = bytes.clone();
                damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                code.accept(damaged);
            }
        });
    }

    private static Consumer<byte[]> target(Path directory) {
        return TARGETS.getOrDefault(name(directory), bytes -> {
            throw new AssertionError("no target for " + directory);
        });
    }

    private static List<Path> inputs(Path target) {
        try {
            return files(target);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    private static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
