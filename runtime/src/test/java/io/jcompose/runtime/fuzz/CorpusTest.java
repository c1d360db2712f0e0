package io.jcompose.runtime.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.build.DockerfileFuzz;
import io.jcompose.runtime.layer.TarFuzz;
import io.jcompose.runtime.manifest.DocumentFuzz;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Every kept input, and damaged ones like it. */
class CorpusTest {
    private static final Path ROOT = Path.of("src/test/resources/fuzz");
    private static final int DAMAGED = 300;
    private static final Map<String, Consumer<byte[]>> TARGETS = Map.of(
            "TarFuzz",
            TarFuzz::fuzzerTestOneInput,
            "DocumentFuzz",
            DocumentFuzz::fuzzerTestOneInput,
            "DockerfileFuzz",
            DockerfileFuzz::fuzzerTestOneInput);

    private final Random random = new Random(1);

    private static List<Path> files(Path directory) throws IOException {
        try (Stream<Path> files = Files.list(directory)) {
            return files.sorted().toList();
        }
    }

    @Test
    void everyInputIsAnswered() throws IOException {
        for (Map.Entry<String, Consumer<byte[]>> target : TARGETS.entrySet()) {
            List<Path> inputs = files(ROOT.resolve(target.getKey()));
            assertThat(inputs).as(target.getKey()).isNotEmpty();
            for (Path input : inputs) {
                byte[] bytes = Files.readAllBytes(input);
                target.getValue().accept(bytes);
                for (int i = 0; i < DAMAGED; i++) {
                    target.getValue().accept(damaged(bytes));
                }
            }
        }
    }

    private byte[] damaged(byte[] bytes) {
        byte[] damaged = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
        }
        return damaged;
    }
}
