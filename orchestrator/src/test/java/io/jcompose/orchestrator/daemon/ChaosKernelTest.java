package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.runtime.cgroup.Cgroups;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * A user brings a project up, changes it, stops it and takes it down, while containers, keepers and daemons are killed,
 * links and rules deleted, and the disk filled, all by chance. When it is calm again the user's last command is given once
 * more, and the world is as wanted, with nothing beside it.
 *
 * <p>{@code -Dchaos.seed=N} tells the same story again (its moments differ); {@code -Dchaos.seconds=3600} makes it long.
 */
class ChaosKernelTest {
    private static final int PORT = 18083;
    private static final int MEGABYTES = 512;
    private static final int MOST_STRIKES = 4;
    private static final int MOST_MILLIS_BETWEEN = 400;
    private static final int COMMAND_SECONDS = 60;
    private static final int MOST_RELEASES = 50;
    private static final String MARK = "kept";

    private static ScratchHost host;
    private static Stack stack;

    /** What the user does. */
    private enum Command {
        NOTHING,
        UP,
        RESTART,
        STOP,
        DOWN
    }

    /** What the user wants of the project after a command. */
    private record Wish(Command last, int version, int replicas) {
        String yaml() {
            return """
                    services:
                      db:
                        image: jcompose/shell
                        command: [/srv/serve, "5432"]
                        restart: always
                        init: true
                        volumes: ["./serve:/srv/serve:ro", "data:/data"]
                        healthcheck: {test: [CMD, "true"], interval: 50ms}
                      web:
                        image: jcompose/shell
                        command: [/srv/serve, "80"]
                        restart: unless-stopped
                        init: true
                        environment: {VERSION: "%d"}
                        volumes: ["./serve:/srv/serve:ro"]
                        ports: ["%d:80"]
                        deploy: {replicas: %d}
                        depends_on: {db: {condition: service_healthy}}
                      job:
                        image: jcompose/shell
                        command: ["true"]
                    volumes: {data: {}}
                    """.formatted(version, PORT, replicas);
        }

        List<String> states() {
            List<String> states = new ArrayList<>();
            if (last != Command.DOWN) {
                String running = last == Command.STOP ? "exited" : "running";
                states.add("db-1 " + running);
                states.add("job-1 exited");
                for (int number = 1; number <= replicas; number++) {
                    states.add("web-" + number + " " + running);
                }
            }
            return states;
        }
    }

    @BeforeAll
    static void aHostWithASmallDisk() throws Exception {
        host = ScratchHost.withDisk(MEGABYTES);
        stack = host.stack();
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    @Test
    @Timeout(value = 3, unit = TimeUnit.HOURS)
    void whateverGoesWrongTheWorldIsAsWantedOnceItIsCalm() throws Exception {
        long seed = Long.getLong("chaos.seed", System.nanoTime());
        long end = System.nanoTime()
                + Duration.ofSeconds(Long.getLong("chaos.seconds", 40)).toNanos();
        System.out.println("chaos.seed=" + seed);
        Random random = new Random(seed);
        int rounds = 0;
        try (Havoc havoc = new Havoc(host, random)) {
            havoc.calm();
            Wish wish = new Wish(Command.UP, 0, 2);
            perform(wish);
            mark();
            while (System.nanoTime() < end) {
                wish = round(havoc, random, wish, "seed " + seed + ", round " + ++rounds);
            }
            perform(new Wish(Command.UP, wish.version(), wish.replicas()));
            stack.down();
            assertThat(host.left())
                    .filteredOn(what -> !what.contains("daemon-"))
                    .isEmpty();
        }
        System.out.println(rounds + " rounds of chaos");
        assertThat(rounds).isPositive();
    }

    private static Wish round(Havoc havoc, Random random, Wish before, String label) throws Exception {
        Wish wish = next(random, before);
        Thread user = new Thread(() -> attempt(wish), "user");
        user.start();
        List<String> strikes = new ArrayList<>();
        for (int i = random.nextInt(MOST_STRIKES); i >= 0; i--) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(MOST_MILLIS_BETWEEN)));
            strikes.add(havoc.strike());
        }
        String story = label + ": " + wish + " amid " + strikes;
        havoc.calm();
        user.join(TimeUnit.SECONDS.toMillis(COMMAND_SECONDS));
        assertThat(user.isAlive()).as(story + ": the command ends").isFalse();
        try {
            perform(wish);
            Patience.until(() -> check(wish, story));
        } catch (DaemonException | AssertionError e) {
            throw new AssertionError(story + "\n" + havoc.said(), e);
        }
        return wish;
    }

    private static Wish next(Random random, Wish before) {
        Command command = Command.values()[random.nextInt(Command.values().length)];
        boolean up = before.last() != Command.DOWN && before.last() != Command.STOP;
        if (command == Command.UP || !up) {
            boolean changed = random.nextBoolean();
            return new Wish(Command.UP, before.version() + (changed ? 1 : 0), 1 + random.nextInt(3));
        }
        return new Wish(command, before.version(), before.replicas());
    }

    /** The command amid chaos: it may fail, and how is not asked. */
    private static void attempt(Wish wish) {
        try {
            perform(wish);
        } catch (DaemonException e) {
            System.out.println(wish.last() + " amid chaos: " + e.getMessage());
        }
    }

    private static void perform(Wish wish) throws DaemonException {
        switch (wish.last()) {
            case NOTHING -> {}
            case UP -> up(wish);
            case RESTART -> stack.restart();
            case STOP -> stack.stop();
            case DOWN -> {
                if (stack.known()) {
                    stack.down(DownRequest.of(new DownAsked(List.of(), false, true, 1L)));
                }
            }
        }
    }

    private static void up(Wish wish) throws DaemonException {
        try {
            stack.up(wish.yaml());
        } catch (SpecException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void check(Wish wish, String story) throws Exception {
        assertThat(stack.states()).as(story).isEqualTo(wish.states());
        List<ContainerRow> rows = stack.status().containers();
        Set<String> known = rows.stream().map(ContainerRow::id).collect(Collectors.toCollection(TreeSet::new));
        assertThat(Cgroups.open(Kernel.live(), host.directories().instance()).strangers(known))
                .as(story + ": groups")
                .isEmpty();
        assertThat(directories("root/containers")).as(story + ": directories").isEqualTo(known);
        assertThat(new Leaks(host).mounts())
                .as(story + ": mounts")
                .allMatch(mount -> known.stream().anyMatch(mount::contains));
        assertThat(links("jc")).as(story + ": bridges").isEqualTo(rows.isEmpty() ? 0 : 1);
        assertThat(marked()).as(story + ": what is in the volume").isTrue();
        checkRecords(story);
        if (wish.last() != Command.DOWN && wish.last() != Command.STOP) {
            int interfaces = rows.stream()
                    .map(ContainerRow::addresses)
                    .mapToInt(Map::size)
                    .sum();
            assertThat(links("jv")).as(story + ": interfaces").isEqualTo(interfaces);
            assertThat(stack.plan(wish.yaml()))
                    .as(story + ": plan")
                    .allMatch(line -> line.contains("shop-job-1"), "only the job is run again by up");
            assertThat(host.ask(PORT)).as(story + ": answer").doesNotStartWith("!");
        }
    }

    /** No release is lost, or left begun; the audit log is whole. */
    private static void checkRecords(String story) throws Exception {
        var records = stack.client().releases();
        List<JsonObject> releases = records.history(Stack.PROJECT).objects("releases");
        int newest = releases.get(0).integer("number");
        assertThat(releases.stream().map(release -> release.integer("number")))
                .as(story + ": releases")
                .hasSize(Math.min(newest, MOST_RELEASES))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        assertThat(releases)
                .as(story + ": releases")
                .noneMatch(release -> release.text("state").equals("begun"));
        assertThat(records.verifyAudit().text("reason"))
                .as(story + ": audit log")
                .isEmpty();
    }

    private static Set<String> directories(String below) throws IOException {
        try (Stream<Path> entries = Files.list(host.base().resolve(below))) {
            return entries.map(entry -> entry.getFileName().toString()).collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static int links(String prefix) throws IOException {
        return (int) host.linkNames().stream()
                .filter(name -> name.startsWith(prefix))
                .count();
    }

    /** A file in the volume: no command here removes volumes. */
    private static void mark() throws IOException {
        Files.createFile(volume().resolve(MARK));
    }

    private static boolean marked() throws IOException {
        return Files.exists(volume().resolve(MARK));
    }

    private static Path volume() throws IOException {
        try (Stream<Path> all = Files.walk(host.directories().root().resolve("volumes"), 2)) {
            return all.filter(path -> path.endsWith("_data")).findFirst().orElseThrow();
        }
    }
}
