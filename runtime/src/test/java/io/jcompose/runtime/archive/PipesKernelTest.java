package io.jcompose.runtime.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Pipes at whose other end somebody is, comes, or does not come. */
@Timeout(60)
final class PipesKernelTest {
    private static final Duration SOON = Duration.ofMillis(50);
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path directory = Path.of("");

    private Path pipe = Path.of("");

    @BeforeEach
    void make() throws Exception {
        pipe = directory.resolve("pipe");
        assertThat(new ProcessBuilder("mkfifo", pipe.toString()).start().waitFor())
                .isZero();
    }

    /** Each side waits for the other: neither may wait for a thread of a pool. */
    private static void onThread(Runnable side) {
        Thread thread = new Thread(side, "pipe");
        thread.setDaemon(true);
        thread.start();
    }

    private static CompletableFuture<Void> writer(Path pipe, String text) {
        return CompletableFuture.runAsync(
                () -> {
                    try (OutputStream out = Files.newOutputStream(pipe)) {
                        out.write(text.getBytes(StandardCharsets.UTF_8));
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                PipesKernelTest::onThread);
    }

    @Test
    void aPipeThatNobodyWritesIntoIsRefused() {
        assertThatThrownBy(() -> Pipes.reading(pipe, SOON)).hasMessage("nobody writes into this pipe");
    }

    @Test
    void aPipeThatNobodyReadsFromIsRefused() {
        assertThatThrownBy(() -> Pipes.writing(pipe)).hasMessage("nobody reads from this pipe");
    }

    @Test
    void allThatWasWrittenIsRead() throws Exception {
        String text = "0123456789".repeat(100_000);
        CompletableFuture<Void> writing = writer(pipe, text);
        try (InputStream in = Pipes.reading(pipe, LONG)) {
            assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
        }
        writing.get(30, TimeUnit.SECONDS);
    }

    @Test
    void aWriterThatComesLaterIsWaitedFor() throws Exception {
        CompletableFuture<byte[]> reading = CompletableFuture.supplyAsync(
                () -> {
                    try (InputStream in = Pipes.reading(pipe, LONG)) {
                        return in.readAllBytes();
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                PipesKernelTest::onThread);
        writer(pipe, "late").get(30, TimeUnit.SECONDS);
        assertThat(reading.get(30, TimeUnit.SECONDS))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("late");
    }

    @Test
    void whoReadsGetsWhatIsWritten() throws Exception {
        CompletableFuture<String> reading = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return Files.readString(pipe);
                    } catch (IOException e) {
                        throw new java.io.UncheckedIOException(e);
                    }
                },
                PipesKernelTest::onThread);
        // Whether the reader has come is seen by nothing else than by trying.
        OutputStream out = null;
        while (out == null) {
            try {
                out = Pipes.writing(pipe);
            } catch (IOException e) {
                assertThat(e).hasMessage("nobody reads from this pipe");
                Thread.onSpinWait();
            }
        }
        out.write("text".getBytes(StandardCharsets.UTF_8));
        out.close();
        assertThat(reading.get(30, TimeUnit.SECONDS)).isEqualTo("text");
    }

    @Test
    void filesAndDevicesAreOpenedAsTheyAre() throws Exception {
        Path file = Files.writeString(directory.resolve("file"), "content");
        try (InputStream in = Pipes.reading(file)) {
            assertThat(in.readAllBytes()).hasSize(7);
        }
        try (OutputStream out = Pipes.writing(Path.of("/dev/null"))) {
            out.write(1);
        }
    }
}
