package io.jcompose.orchestrator.cli.screen;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.Message.Phase;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ScreenTest {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private final PrintStream stream = new PrintStream(bytes, true, StandardCharsets.UTF_8);
    private final Console console = console(Map.of());

    private Console console(Map<String, String> environment) {
        return new Console(
                environment,
                Path.of("/"),
                InputStream.nullInputStream(),
                stream,
                stream,
                new Terminal(false, true, true, () -> 40),
                Clock.fixed(Instant.EPOCH, ZoneOffset.UTC));
    }

    private String printed() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    @Test
    void progressRedrawsItsLinesAndMakesRoomForOthers() {
        LiveProgress progress = new LiveProgress(console, Palette.PLAIN);
        progress.show(new Message.Progress("Container a", "Starting", Phase.WORKING, ""));
        progress.beside(() -> stream.println("a log line"));
        progress.show(new Message.Progress("Container a", "Started", Phase.DONE, ""));
        assertThat(printed().replace("\u001b[2A\u001b[J", "<erase>")).isEqualTo("""
                        [+] Running 0/1
                         • Container a  Starting          0.0s
                        <erase>a log line
                        [+] Running 0/1
                         • Container a  Starting          0.0s
                        <erase>[+] Running 1/1
                         ✔ Container a  Started           0.0s
                        """);
    }

    @Test
    void progressForProgramsIsOneObjectPerLine() {
        LineProgress.json(stream).show(new Message.Progress("Image a", "Pulling", Phase.WORKING, "layer 1"));
        assertThat(printed())
                .isEqualTo(
                        "{\"id\":\"Image a\",\"status\":\"Working\",\"text\":\"Pulling\",\"details\":\"layer 1\"}\n");
    }

    @Test
    void namesAreAlignedToTheLongestAndColouredInOrder() {
        LogPrinter printer = new LogPrinter(console, new LogPrinter.Look(Palette.COLOURED, true, false));
        printer.expect(List.of("web-1", "database-1"));
        printer.print(line("web-1", "hi", false));
        assertThat(printed()).isEqualTo("\u001b[33mweb-1       | \u001b[0mhi\n");
    }

    @Test
    void piecesOfALineGetOnePrefix() {
        LogPrinter printer = new LogPrinter(console, new LogPrinter.Look(Palette.PLAIN, true, true));
        printer.print(line("a-1", "one ", true));
        printer.print(line("a-1", "two", false));
        assertThat(printed()).isEqualTo("a-1  | 2026-11-22T10:00:00Z one two\n");
    }

    private static Message.LogLine line(String container, String text, boolean partial) {
        return new Message.LogLine(container, "s", 1, "2026-11-22T10:00:00Z", false, partial, text);
    }

    @Test
    void coloursFollowTheFlagThenTheVariablesThenTheTerminal() {
        assertThat(Palette.chosen(null, console, true)).isEqualTo(Palette.COLOURED);
        assertThat(Palette.chosen(null, console, false)).isEqualTo(Palette.PLAIN);
        assertThat(Palette.chosen(null, console(Map.of("NO_COLOR", "1")), true)).isEqualTo(Palette.PLAIN);
        assertThat(Palette.chosen("always", console(Map.of("NO_COLOR", "1")), false))
                .isEqualTo(Palette.COLOURED);
        assertThat(Palette.chosen("never", console, true)).isEqualTo(Palette.PLAIN);
    }

    @Test
    void agesAndSizesAreWordedAsDockerDoes() {
        assertThat(Ages.words(Duration.ofMillis(300))).isEqualTo("Less than a second");
        assertThat(Ages.words(Duration.ofSeconds(59))).isEqualTo("59 seconds");
        assertThat(Ages.words(Duration.ofSeconds(61))).isEqualTo("About a minute");
        assertThat(Ages.words(Duration.ofMinutes(61))).isEqualTo("About an hour");
        assertThat(Ages.words(Duration.ofHours(47))).isEqualTo("47 hours");
        assertThat(Ages.words(Duration.ofDays(3))).isEqualTo("3 days");
        assertThat(Ages.size(207_000_000)).isEqualTo("207MB");
        assertThat(Ages.size(999)).isEqualTo("999B");
    }
}
