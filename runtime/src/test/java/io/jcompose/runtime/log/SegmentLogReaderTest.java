package io.jcompose.runtime.log;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SegmentLogReaderTest {
    @TempDir
    private Path log;

    private static byte[] frame(int stream, long seconds, String text) {
        byte[] payload = text.getBytes(StandardCharsets.UTF_8);
        return ByteBuffer.allocate(16 + payload.length)
                .order(ByteOrder.nativeOrder())
                .putInt(payload.length)
                .put((byte) stream)
                .put(new byte[3])
                .putLong(seconds * 1_000_000_000)
                .put(payload)
                .array();
    }

    private void write(int segment, byte[]... frames) throws IOException {
        for (byte[] frame : frames) {
            Files.write(
                    log.resolve("%08d".formatted(segment)),
                    frame,
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        }
    }

    private LogReader open(LogRequest request) throws IOException {
        return SegmentLogReader.open(Kernel.live(), log, request);
    }

    private List<String> all(LogRequest request) throws IOException {
        try (LogReader reader = open(request)) {
            return rest(reader);
        }
    }

    private static List<String> rest(LogReader reader) throws IOException {
        List<String> lines = new ArrayList<>();
        for (Optional<LogReader.Line> line = reader.next(); line.isPresent(); line = reader.next()) {
            lines.add((line.get().error() ? "2:" : "")
                    + new String(line.get().text(), StandardCharsets.UTF_8)
                    + (line.get().partial() ? "+" : ""));
        }
        return lines;
    }

    private static LogRequest tail(long count) {
        return new LogRequest(count, null, null);
    }

    private static final LogRequest ALL = tail(-1);

    @Test
    void anEmptyLogHasNoLines() throws Exception {
        assertThat(all(ALL)).isEmpty();
        assertThat(all(tail(5))).isEmpty();
    }

    @Test
    void linesAreWholeWhateverTheFramesAre() throws Exception {
        write(0, frame(1, 1, "one\ntw"), frame(2, 2, "err"), frame(1, 3, "o\n"), frame(2, 4, "or\n\nend"));
        assertThat(all(ALL)).containsExactly("one", "two", "2:error", "2:", "2:end+");
    }

    @Test
    void linesGoOnInTheNextSegment() throws Exception {
        write(7, frame(1, 1, "a\nb"));
        write(8, frame(1, 2, "c\n"));
        write(10, frame(1, 3, "d\n"));
        assertThat(all(ALL)).containsExactly("a", "bc", "d");
    }

    @Test
    void aTornFrameEndsItsSegmentOnly() throws Exception {
        byte[] torn = frame(1, 1, "never whole\n");
        write(0, frame(1, 1, "a\n"), java.util.Arrays.copyOf(torn, torn.length - 3));
        write(1, frame(1, 2, "b\n"));
        assertThat(all(ALL)).containsExactly("a", "b");
        assertThat(all(tail(1))).containsExactly("b");
    }

    @Test
    void aSegmentThatIsNoneIsSkipped() throws Exception {
        write(0, "this is not a segment, whatever its name says".getBytes(StandardCharsets.UTF_8));
        write(1, frame(1, 2, "b\n"));
        assertThat(all(ALL)).containsExactly("b");
    }

    @Test
    void outputThatWasLostIsSaid() throws Exception {
        byte[] lost = frame(0, 2, "12345678");
        ByteBuffer.wrap(lost).order(ByteOrder.nativeOrder()).putLong(16, 4711);
        write(0, frame(1, 1, "a\n"), lost, frame(1, 3, "b\n"));
        assertThat(all(ALL))
                .containsExactly(
                        "a", "2:jcompose: 4711 bytes of output were lost here, as they could not be written", "b");
    }

    @Test
    void linesOverTheLimitComeInParts() throws Exception {
        String half = "x".repeat(40_000);
        write(0, frame(1, 1, half), frame(1, 2, half + "\n"));
        assertThat(all(ALL)).extracting(String::length).containsExactly(65_536 + 1, 80_000 - 65_536);
    }

    @Test
    void sinceAndUntilBoundTheTime() throws Exception {
        write(0, frame(1, 10, "a\n"));
        write(1, frame(1, 20, "b\n"), frame(1, 30, "c\n"));
        write(2, frame(1, 40, "d\n"));
        assertThat(all(new LogRequest(-1, Instant.ofEpochSecond(20), Instant.ofEpochSecond(40))))
                .containsExactly("b", "c");
        assertThat(all(new LogRequest(1, Instant.ofEpochSecond(20), Instant.ofEpochSecond(40))))
                .containsExactly("c");
    }

    @Test
    void theTailIsTheEndOfTheWhole() throws Exception {
        long seed = new Random().nextLong();
        Random random = new Random(seed);
        for (int round = 0; round < 60; round++) {
            Path sub = Files.createDirectory(log.resolve("round" + round));
            fill(sub, random);
            List<String> whole = read(sub, ALL);
            for (int count : new int[] {0, 1, 2, 7, 30, 1000}) {
                List<String> expected = whole.subList(Math.max(0, whole.size() - count), whole.size());
                assertThat(read(sub, tail(count)))
                        .as("seed %d, tail %d", seed, count)
                        .isEqualTo(expected);
            }
        }
    }

    private static List<String> read(Path directory, LogRequest request) throws IOException {
        try (LogReader reader = SegmentLogReader.open(Kernel.live(), directory, request)) {
            return rest(reader);
        }
    }

    private static void fill(Path directory, Random random) throws IOException {
        int segments = 1 + random.nextInt(4);
        for (int segment = 0; segment < segments; segment++) {
            for (int i = random.nextInt(12); i >= 0; i--) {
                StringBuilder text = new StringBuilder();
                for (int n = random.nextInt(9); n >= 0; n--) {
                    text.append(random.nextInt(3) == 0 ? "\n" : Integer.toString(random.nextInt(10)));
                }
                Files.write(
                        directory.resolve("%08d".formatted(segment)),
                        frame(1 + random.nextInt(2), i, text.toString()),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.APPEND);
            }
        }
    }

    @Test
    void aFollowerIsWokenAndWaitsForTheEndOfALine() throws Exception {
        write(0, frame(1, 1, "a\n"));
        try (LogReader reader = open(ALL)) {
            assertThat(rest(reader)).containsExactly("a");
            reader.await(Duration.ofSeconds(60));
            write(0, frame(1, 2, "half "));
            reader.await(Duration.ofSeconds(60));
            assertThat(rest(reader)).isEmpty();
            write(1, frame(1, 3, "whole\n"));
            reader.await(Duration.ofSeconds(60));
            assertThat(rest(reader)).containsExactly("half whole");
        }
    }

    @Test
    void whoeverWakesEndsTheWaitAlsoBeforeItBegins() throws Exception {
        write(0, frame(1, 1, "a\n"));
        try (LogReader reader = open(ALL)) {
            reader.await(Duration.ofSeconds(60));
            reader.wake();
            reader.await(Duration.ofSeconds(60));
            Thread waiter = new Thread(reader::wake);
            waiter.start();
            reader.await(Duration.ofSeconds(60));
            waiter.join();
        }
    }

    @Test
    void anOpenLineIsGivenOutWhenNothingMoreComes() throws Exception {
        try (LogReader reader = open(ALL)) {
            assertThat(rest(reader)).isEmpty();
            reader.await(Duration.ofMillis(1));
            write(0, frame(1, 2, "prompt> "));
            reader.await(Duration.ofSeconds(60));
            assertThat(rest(reader)).isEmpty();
            reader.await(Duration.ofMillis(1));
            assertThat(rest(reader)).containsExactly("prompt> +");
        }
    }

    @Test
    void deletedSegmentsAreSkipped() throws Exception {
        write(0, frame(1, 1, "a\n"));
        try (LogReader reader = open(ALL)) {
            assertThat(rest(reader)).containsExactly("a");
            Files.delete(log.resolve("00000000"));
            write(5, frame(1, 3, "later\n"));
            assertThat(rest(reader)).containsExactly("later");
        }
    }
}
