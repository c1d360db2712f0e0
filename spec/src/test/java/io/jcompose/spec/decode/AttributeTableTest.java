package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The tables and the golden files know of each other. */
class AttributeTableTest {
    private static final List<Shape> TABLES = List.of(
            ServiceShape.SERVICE,
            ServiceShape.HEALTHCHECK,
            ServiceShape.DEPENDENCY,
            ServiceShape.ENV_FILE,
            ServiceShape.PORT,
            ServiceShape.ATTACHMENT,
            DeployShape.DEPLOY,
            DeployShape.RESOURCES,
            DeployShape.RESERVATIONS,
            DeployShape.LIMITS,
            BuildShape.SHAPE,
            DevelopShape.TRIGGER,
            HookShape.HOOK,
            HookShape.BEFORE,
            GrantShape.GRANT,
            MountShape.MOUNT,
            MountShape.BIND,
            MountShape.VOLUME,
            MountShape.TMPFS,
            MountShape.IMAGE,
            ProjectShape.PROJECT,
            ProjectShape.NETWORK,
            ProjectShape.IPAM,
            ProjectShape.POOL,
            ProjectShape.VOLUME,
            ProjectShape.SECRET,
            ProjectShape.CONFIG);

    @Test
    void every_attribute_stands_in_a_golden_file() throws IOException {
        String files = golden();
        for (Shape table : TABLES) {
            assertThat(table.words())
                    .as(table.noun())
                    .filteredOn(word -> !word.startsWith("x-"))
                    .allMatch(word ->
                            Pattern.compile("\\b" + word + ":").matcher(files).find());
        }
    }

    private static String golden() throws IOException {
        try (Stream<Path> paths = Files.walk(Path.of("src/test/resources/golden"))) {
            return paths.filter(path -> path.toString().matches(".*\\.ya?ml") && !path.endsWith("expected.yaml"))
                    .map(AttributeTableTest::text)
                    .collect(Collectors.joining("\n"));
        }
    }

    private static String text(Path path) {
        try {
            return Files.readString(path, java.nio.charset.StandardCharsets.ISO_8859_1);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
