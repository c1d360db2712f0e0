package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A disk that is nearly full takes no new containers; those that are there can be stopped, started and removed. */
@Timeout(120)
class FullDiskKernelTest {
    private static final String YAML = """
            services:
              web: {image: jcompose/shell, command: [sleep, "1000"], init: true, volumes: ["data:/data"]}
            volumes: {data: {}}
            """;

    private static Path fill(ScratchHost host) throws IOException {
        Path filler = host.base().resolve("filler");
        byte[] piece = new byte[1 << 20];
        try (OutputStream out = Files.newOutputStream(filler)) {
            while (host.base().toFile().getUsableSpace() > 8 << 20) {
                out.write(piece);
            }
        }
        return filler;
    }

    @Test
    void noContainerIsMadeAndTheRestGoesOn() throws Exception {
        try (ScratchHost host = ScratchHost.withDisk(200)) {
            host.startDaemon();
            Stack stack = host.stack();
            stack.up(YAML);
            Path filler = fill(host);
            String more = YAML.replace("volumes: {data", "  db: {image: jcompose/shell}\nvolumes: {data");
            assertThatThrownBy(() -> stack.up(more))
                    .hasMessageContainingAll("nothing was changed: the disk of", "nearly full", "stay free");
            assertThat(stack.states()).containsExactly("web-1 running");
            assertThat(stack.client().releases().history(Stack.PROJECT).objects("releases"))
                    .hasSize(1);
            stack.up(YAML);
            stack.kill("KILL");
            Patience.until(() -> assertThat(stack.states()).isEqualTo(List.of("web-1 exited")));
            assertThat(stack.row("web").exitCode()).isEqualTo(137);
            stack.start();
            stack.stop();
            assertThat(stack.states()).containsExactly("web-1 exited");
            stack.down();
            assertThat(stack.known()).isFalse();
            Files.delete(filler);
            stack.up(more);
            stack.down();
            assertThat(host.left()).isEmpty();
        }
    }
}
