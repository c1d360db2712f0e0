package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.daemon.CutDaemon.Story;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Kills the daemon at each of its steps (after every effect, before, in and after every write of a store), and lets another
 * one find what it left.
 */
class KillPointKernelTest {
    private static final int PORT = 18080;
    private static final int MOST_STEPS = 300;
    private static final Steps STEPS = Steps.ofThisRun();
    private static final int NEVER = Integer.MAX_VALUE;
    private static final int RANDOM_KILLS = 15;
    /** A story takes about so long. */
    private static final int MOST_MILLIS = 800;

    /**
     * A stop signal that got lost shows: nobody waits for the end of this grace period. With an init, since process 1 of
     * a PID namespace ignores what comes before it has a handler (pid_namespaces(7)), and it may be stopped at once.
     */
    private static final String YAML = """
            services:
              db:
                image: jcompose/shell
                command: [/srv/serve, "5432"]
                restart: unless-stopped
                init: true
                stop_grace_period: 60s
                volumes: ["./serve:/srv/serve:ro", "data:/data"]
                healthcheck: {test: [CMD, "true"], interval: 50ms}
              web:
                image: jcompose/shell
                command: [/srv/serve, "80"]
                restart: unless-stopped
                init: true
                stop_grace_period: 60s
                volumes: ["./serve:/srv/serve:ro"]
                ports: ["18080:80"]
                depends_on: {db: {condition: service_healthy}}
                deploy: {update_config: {order: start-first, monitor: 100ms}}
                # changed: environment: {COLOUR: red}
            networks: {default: {labels: {made: "one"}}}
            volumes: {data: {labels: {made: "one"}}}
            """;

    private static ScratchHost host;
    private static Path yaml;
    private static Children children;
    private @Nullable Process next;

    /** The first run makes the image, and an archive of classes from which the others start quickly. */
    @BeforeAll
    static void aHostWithTheImage() throws Exception {
        host = new ScratchHost();
        yaml = Files.writeString(host.base().resolve("stack.yml"), YAML);
        Path archive = host.base().resolve("classes.jsa");
        children = Children.training(archive);
        Process first = begin(prepare(Story.CHANGES, NEVER));
        assertThat(first.waitFor(90, TimeUnit.SECONDS)).as("the first run ends").isTrue();
        assertThat(first.exitValue()).as(output(Story.CHANGES, NEVER)).isZero();
        assertThat(archive).exists();
        assertThat(host.left()).isEmpty();
        children = children.trained(archive);
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    @AfterEach
    void noProcessIsLeft() throws Exception {
        if (next != null) {
            next.destroyForcibly().waitFor();
            next = null;
        }
    }

    /** What the killed daemon said, and how its process ended. */
    private record Killed(int code, String output) {
        boolean said(String line) {
            return output.lines().anyMatch(line::equals);
        }
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void killedAnywhereOnTheWayUpAndDownTheNextDaemonFinishesTheWork() throws Exception {
        int points = killAtSteps(Story.UP_AND_DOWN);
        System.out.println(points + " kill points of up and down, tried " + STEPS);
        assertThat(points).isGreaterThan(80);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void killedAnywhereInAChangeTheNextDaemonFinishesTheWork() throws Exception {
        int points = killAtSteps(Story.CHANGES);
        System.out.println(points + " kill points of changes, restart, stop and start, tried " + STEPS);
        assertThat(points).isGreaterThan(80);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void killedWhileANetworkAndAVolumeAreMadeAnewTheNextDaemonFinishesTheWork() throws Exception {
        int points = killAtSteps(Story.REMAKES);
        System.out.println(points + " kill points of networks and volumes made anew, tried " + STEPS);
        assertThat(points).isGreaterThan(20);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void killedAtAnyMomentWithTheMachineOrWithoutItTheNextDaemonFinishesTheWork() throws Exception {
        long seed = System.nanoTime();
        System.out.println("seed of the moments: " + seed);
        Random random = new Random(seed);
        for (int run = 1; run <= RANDOM_KILLS; run++) {
            int name = NEVER - run;
            Process process = begin(nextOr(Story.UP_AND_DOWN, name));
            next = prepare(Story.UP_AND_DOWN, name - 1);
            int millis = random.nextInt(MOST_MILLIS);
            boolean ended = process.waitFor(millis, TimeUnit.MILLISECONDS);
            process.destroyForcibly().waitFor();
            boolean machine = random.nextBoolean();
            if (machine) {
                new Reboot(host).happen();
            }
            String what = (ended ? "ended before " : "killed after ") + millis + " ms" + (machine ? ", reboot" : "");
            check(new Killed(process.exitValue(), output(Story.UP_AND_DOWN, name)), what);
        }
    }

    /** The last step of the story, when all or a part of them were tried. */
    private int killAtSteps(Story story) throws Exception {
        for (int cut = STEPS.first(); cut < MOST_STEPS; cut = STEPS.after(cut)) {
            Process process = begin(nextOr(story, cut));
            next = prepare(story, STEPS.after(cut));
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            Killed killed = new Killed(process.exitValue(), output(story, cut));
            assertThat(ended)
                    .as("the story ends within a minute:\n%s", killed.output())
                    .isTrue();
            if (killed.code() == 0) {
                return cut - 1;
            }
            assertThat(killed.code()).as(killed.output()).isEqualTo(CutDaemon.KILLED);
            check(killed, "killed at step " + cut);
        }
        throw new AssertionError("the story takes more than " + MOST_STEPS + " steps");
    }

    private void check(Killed killed, String what) {
        try {
            recover(killed);
        } catch (Exception | AssertionError e) {
            throw new AssertionError(what + ":\n" + killed.output(), e);
        }
    }

    /** A process that is loaded, and waits for the word. */
    private static Process prepare(Story story, int cut) throws IOException {
        List<String> arguments = new ArrayList<>(host.arguments());
        arguments.addAll(List.of(story.name(), String.valueOf(cut), yaml.toString()));
        return children.start(CutDaemon.class, arguments, outputFile(story, cut));
    }

    private Process nextOr(Story story, int cut) throws IOException {
        return next == null ? prepare(story, cut) : next;
    }

    private static Process begin(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return process;
    }

    private static Path outputFile(Story story, int cut) {
        return host.base().resolve("output-" + story + "-" + cut);
    }

    private static String output(Story story, int cut) throws IOException {
        return Files.readString(outputFile(story, cut));
    }

    private void recover(Killed killed) throws Exception {
        Path stored = host.directories().root().resolve("projects/shop.json");
        boolean wanted = Files.exists(stored);
        boolean goingDown = wanted && Files.readString(stored).contains("\"down\"");
        assertThat(wanted || !killed.said("is up") || !killed.said("killed before writing shop.json"))
                .as("what was up is wanted until it is forgotten")
                .isTrue();
        host.startDaemon();
        if (goingDown) {
            Patience.untilTrue("the project is gone", () -> !host.stack().known());
        } else if (wanted) {
            boolean stopped = Files.readString(stored).contains("\"running\" : false");
            boolean anew = Files.readString(stored).contains(CutDaemon.MADE_ANEW);
            Patience.until(() -> isMadeAsWanted(anew));
            Patience.until(stopped ? this::isStopped : this::isUp);
            host.stack().down();
        }
        host.stopDaemon();
        assertThat(host.left()).isEmpty();
    }

    private static void isMadeAsWanted(boolean anew) {
        Path root = host.directories().root();
        String mark = anew ? CutDaemon.MADE_ANEW : "one";
        assertThat(root.resolve("networks.json")).content().contains(mark);
        assertThat(root.resolve("volumes/shop_data/labels.json")).content().contains(mark);
    }

    private void isStopped() throws Exception {
        assertThat(host.stack().states()).containsExactly("db-1 exited", "web-1 exited");
    }

    private void isUp() throws Exception {
        assertThat(host.stack().states()).containsExactly("db-1 running", "web-1 running");
        List<ContainerRow> rows = host.stack().status().containers();
        assertThat(rows.get(0).health()).isEqualTo("healthy");
        assertThat(host.ask(PORT)).isEqualTo(rows.get(1).id().substring(0, 12) + "\n");
        assertThat(rows)
                .extracting(row -> row.addresses().get("shop_default"))
                .doesNotContainNull()
                .doesNotHaveDuplicates();
        assertThat(new Leaks(host).leases())
                .filteredOn(line -> rows.stream().anyMatch(row -> line.contains(row.id())))
                .as("leases of addresses")
                .hasSize(2);
        assertThat(host.directories().root().resolve("containers").toFile().list())
                .hasSize(2);
    }
}
