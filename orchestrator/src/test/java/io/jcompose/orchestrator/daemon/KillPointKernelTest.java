package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.client.ContainerRow;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills the daemon at each of its steps (every effect, before and after every write of a store) on the way up and down,
 * and lets another one find what it left.
 */
class KillPointKernelTest {
    private static final int PORT = 18080;
    private static final int MOST_STEPS = 300;
    private static final String YAML = """
            services:
              db:
                image: jcompose/shell
                command: [/srv/serve, "5432"]
                restart: unless-stopped
                volumes: ["./serve:/srv/serve:ro", "data:/data"]
                healthcheck: {test: [CMD, "true"], interval: 50ms}
              web:
                image: jcompose/shell
                command: [/srv/serve, "80"]
                restart: unless-stopped
                volumes: ["./serve:/srv/serve:ro"]
                ports: ["18080:80"]
                depends_on: {db: {condition: service_healthy}}
            volumes: {data: {}}
            """;

    private ScratchHost host;
    private Path yaml;

    @BeforeEach
    void aHostWithTheImage() throws Exception {
        host = new ScratchHost();
        yaml = Files.writeString(host.base().resolve("stack.yml"), YAML);
        host.startDaemon();
        host.stack().up(YAML);
        host.stack().down();
        host.stopDaemon();
        assertThat(host.left()).isEmpty();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    /** What the killed daemon said, and how its process ended. */
    private record Killed(int code, String output) {
        boolean wasUp() {
            return output.contains("is up");
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void whereverItIsKilledTheNextDaemonBringsItToItsEnd() throws Exception {
        List<String> points = new ArrayList<>();
        for (int cut = 1; cut < MOST_STEPS; cut++) {
            Killed killed = killAt(cut);
            if (killed.code() == 0) {
                System.out.println(points.size() + " kill points");
                assertThat(points).hasSizeGreaterThan(50);
                return;
            }
            assertThat(killed.code()).as(killed.output()).isEqualTo(CutDaemon.KILLED);
            points.add(killed.output());
            try {
                recover(killed);
            } catch (Exception | AssertionError e) {
                throw new AssertionError("killed at step " + cut + ":\n" + killed.output(), e);
            }
        }
        throw new AssertionError("up and down take more than " + MOST_STEPS + " steps");
    }

    private Killed killAt(int cut) throws IOException, InterruptedException {
        List<String> arguments = new ArrayList<>(host.arguments());
        arguments.add(String.valueOf(cut));
        arguments.add(yaml.toString());
        Path output = host.base().resolve("output");
        Process process = Children.start(CutDaemon.class, arguments, output);
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly().waitFor();
            throw new AssertionError(
                    "up and down did not end within a minute:\n" + Files.readString(output, StandardCharsets.UTF_8));
        }
        return new Killed(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    }

    private void recover(Killed killed) throws Exception {
        Path stored = host.directories().root().resolve("projects/shop.json");
        boolean wanted = Files.exists(stored);
        boolean goingDown = wanted && Files.readString(stored).contains("\"down\"");
        host.startDaemon();
        if (wanted && !goingDown) {
            Patience.until(this::isUp);
            host.stack().down();
        } else if (goingDown) {
            Patience.untilTrue("the project is gone", () -> !host.stack().known());
        }
        assertThat(wanted
                        || !killed.wasUp()
                        || killed.output().contains("shop.json")
                        || killed.output().contains("forget"))
                .as("a project that was up is only forgotten at its end")
                .isTrue();
        host.stopDaemon();
        assertThat(host.left()).isEmpty();
    }

    private void isUp() throws Exception {
        assertThat(host.stack().states()).containsExactly("db-1 running", "web-1 running");
        List<ContainerRow> rows = host.stack().status().containers();
        assertThat(rows.get(0).health()).isEqualTo("healthy");
        assertThat(host.ask(PORT)).isEqualTo(rows.get(1).id().substring(0, 12) + "\n");
        assertThat(rows).extracting(row -> row.addresses().get("shop_default")).doesNotHaveDuplicates();
        assertThat(new Leaks(host)
                        .leases().stream().filter(line -> rows.stream().anyMatch(row -> line.contains(row.id()))))
                .as("leases of addresses")
                .hasSize(2);
        assertThat(host.directories().root().resolve("containers").toFile().list())
                .hasSize(2);
    }
}
