package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files made to cost much are answered in a heap of 256 MiB. */
@Timeout(240)
class BombsTest {
    private static final int SECONDS_FOR_ALL = 200;

    /** Of processor time: a second, and as much again for a machine whose caches are not ours alone. */
    private static final int MOST_MILLISECONDS = 2_000;

    @Test
    void every_bomb_is_answered_in_a_small_heap(@TempDir Path directory) throws IOException, InterruptedException {
        Path said = directory.resolve("said");
        Process child = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-Xss512k",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Bombs.class.getName(),
                        directory.toString())
                .redirectErrorStream(true)
                .redirectOutput(said.toFile())
                .start();
        try {
            boolean ended = child.waitFor(SECONDS_FOR_ALL, TimeUnit.SECONDS);
            assertThat(ended).as(Files.readString(said)).isTrue();
        } finally {
            child.destroyForcibly().waitFor();
        }
        assertThat(child.exitValue()).as(Files.readString(said)).isZero();
        assertThat(Files.readAllLines(said))
                .hasSameSizeAs(Bombs.all().keySet())
                .allSatisfy(line -> assertThat(milliseconds(line)).as(line).isLessThan(MOST_MILLISECONDS));
    }

    private static int milliseconds(String line) {
        return Integer.parseInt(line.substring(line.lastIndexOf(',') + 2, line.lastIndexOf(" ms")));
    }
}
