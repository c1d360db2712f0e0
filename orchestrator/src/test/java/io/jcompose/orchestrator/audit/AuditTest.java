package io.jcompose.orchestrator.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.disk.DiskWitness;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AuditTest {
    private static final Who ME = new Who("me", 7);

    @TempDir
    private Path directory;

    private Path file;

    @BeforeEach
    void threeEntries() throws IOException {
        file = directory.resolve("audit.log");
        Audit audit = open();
        for (String action : List.of("up", "stop", "down")) {
            audit.append(ME, new Deed(action, "shop", "", Deed.DONE));
        }
    }

    private Audit open() throws IOException {
        Clock clock = Clock.fixed(Instant.parse("2026-11-23T05:00:00Z"), ZoneOffset.UTC);
        return Audit.open(file, clock, DiskWitness.NONE);
    }

    private void change(int line, String before, String after) throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.set(line - 1, lines.get(line - 1).replace(before, after));
        Files.write(file, lines);
    }

    @Test
    void whatWasWrittenIsWholeAlsoForTheNextDaemon() throws IOException {
        Audit next = open();
        next.append(ME, new Deed("up", "other", "line\nbreak", "failed: \"quoted\""));
        assertThat(next.verify()).isEqualTo(new Verdict(4, 0, ""));
        assertThat(next.last(Set.of("shop"), 2))
                .extracting(line -> line.deed().action())
                .containsExactly("stop", "down");
        assertThat(next.last(Set.of(), 10))
                .hasSize(4)
                .last()
                .satisfies(line -> assertThat(line.who()).isEqualTo(ME));
    }

    @Test
    void anEntryOfSomebodyWhoIsInterruptedIsWritten() throws IOException {
        Audit audit = open();
        Thread.currentThread().interrupt();
        audit.append(ME, new Deed("run", "shop", "", Deed.DONE));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(audit.verify()).isEqualTo(new Verdict(4, 0, ""));
    }

    @Test
    void aChangedLineIsFound() throws IOException {
        change(2, "stop", "kill");
        assertThat(open().verify())
                .isEqualTo(new Verdict(2, 3, "the line before it is not the one that it was written after"));
    }

    @Test
    void aLineTakenOutIsFound() throws IOException {
        List<String> lines = new ArrayList<>(Files.readAllLines(file));
        lines.remove(1);
        Files.write(file, lines);
        assertThat(open().verify()).isEqualTo(new Verdict(1, 2, "it is entry 3, and entry 2 is due"));
    }

    @Test
    void aLineThatIsNoEntryIsFound() throws IOException {
        change(1, "{", "[");
        assertThat(open().verify().bad()).isEqualTo(1);
    }

    @Test
    void linesTakenFromTheEndAreFoundByTheDaemonThatWroteThem() throws IOException {
        Audit audit = open();
        List<String> lines = Files.readAllLines(file);
        Files.write(file, lines.subList(0, 2));
        assertThat(audit.verify().bad()).isEqualTo(3);
    }

    @Test
    void aTornLastLineIsCutOffAndTold() throws IOException {
        Files.writeString(file, "{\"n\":4,\"ti", StandardOpenOption.APPEND);
        Audit next = open();
        next.append(ME, new Deed("up", "shop", "", Deed.DONE));
        assertThat(next.verify()).isEqualTo(new Verdict(5, 0, ""));
        assertThat(next.last(Set.of(""), 1))
                .singleElement()
                .satisfies(line -> assertThat(line.deed().action()).isEqualTo("repair"))
                .satisfies(line -> assertThat(line.deed().detail()).endsWith("10 bytes: {\"n\":4,\"ti"));
    }

    @Test
    void whatCannotBeWrittenIsCountedInTheNextEntry() throws IOException {
        Audit audit = open();
        Path away = directory.resolve("away");
        Files.move(file, away);
        audit.append(ME, new Deed("stop", "shop", "", Deed.DONE));
        audit.append(ME, new Deed("stop", "shop", "", Deed.DONE));
        Files.move(away, file);
        audit.append(ME, new Deed("down", "shop", "", Deed.DONE));
        assertThat(audit.verify()).isEqualTo(new Verdict(5, 0, ""));
        assertThat(audit.last(Set.of(""), 1))
                .singleElement()
                .satisfies(line -> assertThat(line.deed().detail()).isEqualTo("2 entries could not be written"));
    }

    @Test
    void aNameFromOutsideIsBounded() {
        assertThat(new Who("a\nb\u001b[2J", 1).user()).isEqualTo("ab[2J");
        assertThat(new Who("x".repeat(500), 1).user()).hasSize(100);
        assertThat(new Who(" ", 1).user()).isEqualTo("uid 1");
    }
}
