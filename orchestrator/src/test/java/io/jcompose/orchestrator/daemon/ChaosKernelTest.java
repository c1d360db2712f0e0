package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.ProjectStatus;
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
 * A user brings a project up, changes it, stops it, takes it down, and promotes another one from dev to prod, while
 * containers, keepers and daemons are killed, links and rules deleted, and the disk filled, all by chance. When it is calm again the user's last command is given once
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
    private static final int ID_LENGTH = 32;
    private static final String MARK = "kept";

    private static ScratchHost host;
    private static Stack stack;
    private static Fleet fleet;

    /** What the user does with the shop. */
    private enum Command {
        NOTHING,
        UP,
        RESTART,
        STOP,
        DOWN
    }

    /**
     * What the user wants.
     *
     * @param last what was done last with the shop
     * @param promoted the version that is in dev and prod, 0 for none
     * @param promotes whether this time it is promoted, and nothing done with the shop
     */
    private record Wish(Command last, int version, int replicas, int promoted, boolean promotes) {
        static final Wish FIRST = new Wish(Command.UP, 0, 2, 0, false);

        Wish with(Command command) {
            return new Wish(command, version, replicas, promoted, false);
        }

        Wish up(int nextVersion, int nextReplicas) {
            return new Wish(Command.UP, nextVersion, nextReplicas, promoted, false);
        }

        Wish promote() {
            return new Wish(last, version, replicas, promoted + 1, true);
        }

        String promotedYaml() {
            return """
                    services:
                      web:
                        image: jcompose/shell
                        command: [/srv/serve, "80"]
                        restart: always
                        init: true
                        environment: {VERSION: "%d"}
                        volumes: ["./serve:/srv/serve:ro"]
                        healthcheck: {test: [CMD, "true"], interval: 50ms}
                    """.formatted(promoted);
        }

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
        fleet = new Fleet(host.directories().socket(), host.base());
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
            Wish wish = Wish.FIRST;
            perform(wish);
            mark();
            while (System.nanoTime() < end) {
                wish = round(havoc, random, wish, "seed " + seed + ", round " + ++rounds);
            }
            perform(wish.with(Command.UP));
            stack.down();
            fleet.down();
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
            Patience.untilTrue(
                    "no promotion is under way",
                    () -> fleet.client().releases().promotions().isEmpty());
            perform(wish);
            Patience.until(() -> check(wish, story));
        } catch (DaemonException | AssertionError e) {
            throw new AssertionError(story + "\n" + havoc.said(), e);
        }
        return wish;
    }

    private static Wish next(Random random, Wish before) {
        int choice = random.nextInt(Command.values().length + 1);
        if (choice == Command.values().length) {
            return before.promote();
        }
        Command command = Command.values()[choice];
        boolean up = before.last() != Command.DOWN && before.last() != Command.STOP;
        if (command == Command.UP || !up) {
            boolean changed = random.nextBoolean();
            return before.up(before.version() + (changed ? 1 : 0), 1 + random.nextInt(3));
        }
        return before.with(command);
    }

    /** The command amid chaos: it may fail, and how is not asked. */
    private static void attempt(Wish wish) {
        try {
            perform(wish);
        } catch (DaemonException | AssertionError e) {
            System.out.println((wish.promotes() ? "PROMOTE" : wish.last()) + " amid chaos: " + e.getMessage());
        }
    }

    private static void perform(Wish wish) throws DaemonException {
        if (wish.promotes()) {
            promote(wish);
            return;
        }
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

    private static void promote(Wish wish) throws DaemonException {
        try {
            fleet.up(wish.promotedYaml(), wish.promotedYaml());
        } catch (SpecException e) {
            throw new IllegalStateException(e);
        }
        assertThat(fleet.promote()).isEqualTo("done");
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
        List<List<ContainerRow>> projects = projects();
        List<ContainerRow> rows = projects.stream().flatMap(List::stream).toList();
        Set<String> known = rows.stream().map(ContainerRow::id).collect(Collectors.toCollection(TreeSet::new));
        assertThat(Cgroups.open(Kernel.live(), host.directories().instance()).strangers(known))
                .as(story + ": groups")
                .isEmpty();
        assertThat(directories("root/containers")).as(story + ": directories").isEqualTo(known);
        assertThat(new Leaks(host).mounts())
                .as(story + ": mounts")
                .allMatch(mount -> known.stream().anyMatch(mount::contains));
        assertThat(new Leaks(host).leaseOwners())
                .as(story + ": addresses")
                .filteredOn(owner -> owner.length() == ID_LENGTH)
                .isSubsetOf(known);
        assertThat(links("jc")).as(story + ": bridges").isEqualTo(projects.size());
        assertThat(marked()).as(story + ": what is in the volume").isTrue();
        checkRecords(Stack.PROJECT, story);
        if (wish.promoted() > 0) {
            checkPromoted(story);
        }
        assertThat(stack.client().releases().verifyAudit().text("reason"))
                .as(story + ": audit log")
                .isEmpty();
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

    /** Containers of each project that has some. */
    private static List<List<ContainerRow>> projects() throws DaemonException {
        List<List<ContainerRow>> found = new ArrayList<>();
        for (String project : List.of(Stack.PROJECT, Fleet.DEV, Fleet.PROD)) {
            stack.client()
                    .project(project)
                    .map(ProjectStatus::containers)
                    .filter(rows -> !rows.isEmpty())
                    .ifPresent(found::add);
        }
        return found;
    }

    /** What runs in dev runs in prod, and its records say so. */
    private static void checkPromoted(String story) throws Exception {
        for (String project : List.of(Fleet.DEV, Fleet.PROD)) {
            assertThat(fleet.containers(project)).as(story + ": " + project).containsExactly("web-1 running");
            checkRecords(project, story);
        }
        int running = fleet.client().releases().history(Fleet.DEV).integer("running");
        assertThat(fleet.history(Fleet.PROD).get(0))
                .as(story + ": the release of prod")
                .endsWith("promotion of shop-dev " + running + " done");
    }

    /** No release is lost, or left begun. */
    private static void checkRecords(String project, String story) throws Exception {
        var records = stack.client().releases();
        List<JsonObject> releases = records.history(project).objects("releases");
        int newest = releases.get(0).integer("number");
        assertThat(releases.stream().map(release -> release.integer("number")))
                .as(story + ": releases")
                .hasSize(Math.min(newest, MOST_RELEASES))
                .isSortedAccordingTo(Comparator.reverseOrder())
                .doesNotHaveDuplicates();
        assertThat(releases)
                .as(story + ": releases")
                .noneMatch(release -> release.text("state").equals("begun"));
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
