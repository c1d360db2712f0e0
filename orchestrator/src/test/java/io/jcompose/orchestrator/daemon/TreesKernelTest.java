package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.TreeClient;
import io.jcompose.runtime.layer.TarEntry;
import io.jcompose.runtime.layer.TarWriter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Files go through the daemon's API into containers. */
class TreesKernelTest {
    private static ScratchHost host;
    private static Stack stack;
    private static Path volume;
    private static String container;

    @BeforeAll
    static void aHost() throws Exception {
        host = new ScratchHost();
        host.startDaemon();
        stack = host.stack();
        volume = Files.createDirectory(host.base().resolve("volume"));
        stack.up("""
                services:
                  web:
                    image: jcompose/shell
                    command: sleep 1000
                    init: true
                    stop_grace_period: 100ms
                    volumes: ["./volume:/v"]
                """);
        container = stack.row("web").id();
    }

    @AfterAll
    static void noHost() throws Exception {
        stack.down();
        List<String> left = host.left();
        host.close();
        assertThat(left).isEmpty();
    }

    private static TarEntry file(String name, long size) {
        return new TarEntry(
                TarEntry.Kind.FILE,
                name,
                "",
                size,
                new TarEntry.Status(0644, 0, 0, 1_700_000_000, 0),
                new TarEntry.Device(0, 0));
    }

    private static InputStream zeros() {
        return new InputStream() {
            @Override
            public int read() {
                return 0;
            }

            @Override
            public int read(byte[] to, int offset, int length) {
                return length;
            }
        };
    }

    private static TreeClient.Archive archive(String name, long size) {
        return out -> {
            TarWriter tar = new TarWriter(out);
            tar.write(file(name, size), zeros());
            tar.finish();
        };
    }

    @Test
    void aStreamOfAnySizePassesAndItsFilesCanBeDeleted() throws Exception {
        long size = 200L << 20;
        stack.client().trees().put(container, "/v", archive("large", size));
        assertThat(volume.resolve("large")).hasSize(size);
        stack.client().trees().delete(container, List.of("/v/large", "/v/nothing"));
        assertThat(volume.resolve("large")).doesNotExist();
    }

    @Test
    void aRefusalIsHeardWhileTheBodyIsStillBeingSent() {
        AtomicLong sent = new AtomicLong();
        TreeClient.Archive endless = out -> archive("x", 1L << 40).write(counted(out, sent));
        assertThatThrownBy(() -> stack.client().trees().put("0".repeat(32), "/v", endless))
                .isInstanceOf(DaemonException.Refused.class)
                .hasMessageContaining("no such container");
        assertThatThrownBy(() -> stack.client().trees().put(container, "/nowhere", endless))
                .hasMessageContaining("there is no directory '/nowhere'");
        assertThatThrownBy(() -> stack.client().trees().put(container, "v", endless))
                .hasMessageContaining("\"v\" is no absolute path");
        assertThatThrownBy(() -> stack.client().trees().put("a/b/c", "/v", endless))
                .hasMessageContaining("in this API");
        assertThat(sent.get()).as("bytes that nobody wanted").isLessThan(16L << 20);
    }

    private static OutputStream counted(OutputStream out, AtomicLong sent) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                write(new byte[] {(byte) b}, 0, 1);
            }

            @Override
            public void write(byte[] bytes, int offset, int length) throws IOException {
                out.write(bytes, offset, length);
                sent.addAndGet(length);
            }
        };
    }

    @Test
    void anArchiveThatBreaksOffLeavesNoFile() throws Exception {
        assertThatThrownBy(() -> stack.client().trees().put(container, "/v", out -> {
                    TarWriter tar = new TarWriter(out);
                    tar.write(file("half", 1 << 20), zeros());
                    out.flush();
                    tar.write(file("cut", 1 << 20), InputStream.nullInputStream());
                }))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("became shorter");
        Patience.until(() -> assertThat(volume.toFile().list()).containsExactly("half"));
        stack.client().trees().delete(container, List.of("/v/half"));
    }

    @Test
    void whatIsNoTarStreamIsRefused() {
        assertThatThrownBy(() -> stack.client().trees().put(container, "/v", out -> out.write(new byte[] {1, 2, 3})))
                .isInstanceOf(DaemonException.Refused.class)
                .hasMessageContaining("the archive is refused: it breaks off in the middle of an entry");
    }
}
