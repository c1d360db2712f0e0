package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.network.link.Link;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What was declared stays so: through deaths of containers, of the daemon, of the machine, and damage by hand. */
class SurvivalKernelTest {
    private static final int PORT = 18081;
    private static final String YAML = """
            services:
              db:
                image: jcompose/shell
                command: [/srv/serve, "5432"]
                restart: always
                volumes: ["./serve:/srv/serve:ro"]
                healthcheck: {test: [CMD, "true"], interval: 50ms}
              web:
                image: jcompose/shell
                command: [/srv/serve, "80"]
                restart: unless-stopped
                volumes: ["./serve:/srv/serve:ro"]
                ports: ["18081:80"]
                depends_on: {db: {condition: service_healthy}}
              once:
                image: jcompose/shell
                command: [/srv/serve, "81"]
                restart: "no"
                volumes: ["./serve:/srv/serve:ro"]
            """;

    private static ScratchHost host;
    private static Stack stack;

    @BeforeAll
    static void aHost() throws Exception {
        host = new ScratchHost();
        stack = host.stack();
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    @BeforeEach
    void isUp() throws Exception {
        host.startDaemon();
        stack.up(YAML);
        Patience.until(() -> assertThat(answered()).isEqualTo(idOf("web")));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        stack.down();
        assertThat(host.left()).isEmpty();
    }

    private static String idOf(String service) throws Exception {
        return stack.row(service).id().substring(0, 12);
    }

    private static String answered() throws IOException {
        return host.ask(PORT).strip();
    }

    private static void killMainOf(String service) throws Exception {
        long main = Leaks.processesOf(stack.row(service).id()).get(0);
        ProcessHandle.of(main).orElseThrow().destroyForcibly();
    }

    private static List<Long> processes() throws Exception {
        return List.of(
                Leaks.processesOf(stack.row("db").id()).get(0),
                Leaks.processesOf(stack.row("web").id()).get(0),
                Leaks.processesOf(stack.row("once").id()).get(0));
    }

    private static void allRun() throws Exception {
        assertThat(stack.states()).containsExactly("db-1 running", "once-1 running", "web-1 running");
    }

    @Test
    void aContainerThatIsKilledRunsAgainWithItsAddress() throws Exception {
        ContainerRow before = stack.row("web");
        killMainOf("web");
        Patience.until(() -> {
            assertThat(stack.row("web").restarts()).isEqualTo(1);
            assertThat(stack.row("web").state()).isEqualTo("running");
        });
        assertThat(stack.row("web").id()).isEqualTo(before.id());
        assertThat(stack.row("web").addresses()).isEqualTo(before.addresses());
        Patience.until(() -> assertThat(answered()).isEqualTo(idOf("web")));
    }

    @Test
    void whatIsKilledAllAtOnceRunsAgainWithItsAddresses() throws Exception {
        stack.up(YAML.replace("ports:", "deploy: {replicas: 12}\n    ports:"));
        Map<String, Map<String, String>> before = addresses();
        assertThat(before).hasSize(14);
        for (ContainerRow row : stack.status().containers()) {
            if (row.service().equals("web")) {
                ProcessHandle.of(Leaks.processesOf(row.id()).get(0))
                        .orElseThrow()
                        .destroyForcibly();
            }
        }
        Patience.until(() -> assertThat(stack.status().containers())
                .filteredOn(row -> row.service().equals("web"))
                .hasSize(12)
                .allMatch(row -> row.restarts() == 1 && row.state().equals("running")));
        assertThat(addresses()).isEqualTo(before);
    }

    private static Map<String, Map<String, String>> addresses() throws Exception {
        return stack.status().containers().stream()
                .collect(Collectors.toMap(ContainerRow::id, ContainerRow::addresses));
    }

    @Test
    void aContainerThatIsNotToRestartStaysEnded() throws Exception {
        killMainOf("once");
        Patience.until(() -> assertThat(stack.row("once").state()).isEqualTo("exited"));
        killMainOf("db");
        Patience.until(() -> assertThat(stack.row("db").restarts()).isEqualTo(1));
        assertThat(stack.row("once").state()).isEqualTo("exited");
        assertThat(stack.row("once").exitCode()).isEqualTo(137);
    }

    @Test
    void aContainerOutlivesItsKeeper() throws Exception {
        String web = idOf("web");
        long main = Leaks.processesOf(stack.row("web").id()).get(0);
        ProcessHandle keeper =
                ProcessHandle.of(main).flatMap(ProcessHandle::parent).orElseThrow();
        keeper.destroyForcibly();
        Patience.untilTrue("the keeper has ended", () -> !keeper.isAlive());
        assertThat(answered()).isEqualTo(web);
        host.startDaemon();
        assertThat(Leaks.processesOf(stack.row("web").id())).first().isEqualTo(main);
        ProcessHandle.of(main).orElseThrow().destroyForcibly();
        Patience.until(() -> assertThat(stack.row("web").restarts()).isEqualTo(1));
        Patience.until(() -> assertThat(answered()).isEqualTo(web));
    }

    @Test
    void aPortThatWasTakenWhileNoDaemonWasThereKeepsNobodyFromAnything() throws Exception {
        host.stopDaemon();
        try (ServerSocket other = host.in(() -> new ServerSocket(PORT, 1, InetAddress.getByName("0.0.0.0")))) {
            assertThat(other.isBound()).isTrue();
            host.startDaemon();
            allRun();
            assertThatThrownBy(() -> stack.up(YAML)).message().contains(String.valueOf(PORT));
            allRun();
        }
        stack.up(YAML);
        Patience.until(() -> assertThat(answered()).isEqualTo(idOf("web")));
        allRun();
    }

    /** The disk was full when they went, and then the daemon was killed. */
    @Test
    void addressesThatWereNotStoredAsFreeAreFoundToBeFree() throws Exception {
        Path leases = host.directories().root().resolve("networks.json");
        byte[] before = Files.readAllBytes(leases);
        stack.down();
        host.stopDaemon();
        Files.write(leases, before);
        host.startDaemon();
        stack.up(YAML);
        allRun();
        Set<String> known =
                stack.status().containers().stream().map(ContainerRow::id).collect(Collectors.toSet());
        assertThat(new Leaks(host).leaseOwners())
                .filteredOn(owner -> owner.length() == 32)
                .isSubsetOf(known);
    }

    @Test
    @Timeout(value = 60, unit = TimeUnit.SECONDS)
    void aDaemonWhoseDirectoryWasRemovedEndsAndTheNextOneTakesOver() throws Exception {
        List<Long> before = processes();
        Files.delete(host.directories().root().resolve("lock"));
        host.awaitEnd();
        host.startDaemon();
        allRun();
        assertThat(processes()).isEqualTo(before);
    }

    @Test
    void noConnectionIsRefusedWhileTheDaemonIsKilledAndAnotherStarts() throws Exception {
        host.stopDaemon();
        Process other = Children.plain()
                .start(OtherDaemon.class, host.arguments(), host.base().resolve("output"));
        Patience.untilTrue("the other daemon serves", SurvivalKernelTest::serves);
        List<Long> before = processes();
        Set<String> answers = new ConcurrentSkipListSet<>();
        Thread client = new Thread(() -> askUntilInterrupted(answers), "client");
        client.start();
        Patience.until(() -> assertThat(answers).isNotEmpty());
        other.destroyForcibly().waitFor();
        assertThat(answered())
                .as("without a daemon")
                .isEqualTo(answers.iterator().next());
        host.startDaemon();
        allRun();
        assertThat(processes()).isEqualTo(before);
        assertThat(stack.status().containers()).allMatch(row -> row.restarts() == 0);
        Patience.untilTrue("names and ports are applied", () -> stack.up(YAML) != null);
        client.interrupt();
        client.join();
        assertThat(answers).containsExactly(idOf("web"));
        assertThat(processes()).isEqualTo(before);
    }

    private static boolean serves() {
        try {
            return stack.known();
        } catch (DaemonException e) {
            return false;
        }
    }

    private static void askUntilInterrupted(Set<String> answers) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                answers.add(answered());
            } catch (IOException e) {
                answers.add("! " + e);
            }
        }
    }

    @Test
    void whatEndedWhileNoDaemonWasThereIsTreatedByItsPolicy() throws Exception {
        ContainerRow before = stack.row("web");
        long web = Leaks.processesOf(before.id()).get(0);
        long once = Leaks.processesOf(stack.row("once").id()).get(0);
        host.stopDaemon();
        ProcessHandle.of(web).orElseThrow().destroyForcibly();
        ProcessHandle.of(once).orElseThrow().destroyForcibly();
        Patience.untilTrue(
                "both ended",
                () -> ProcessHandle.of(web).isEmpty() && ProcessHandle.of(once).isEmpty());
        host.startDaemon();
        Patience.until(
                () -> assertThat(stack.states()).containsExactly("db-1 running", "once-1 exited", "web-1 running"));
        assertThat(stack.row("web").id()).isEqualTo(before.id());
        assertThat(stack.row("web").addresses()).isEqualTo(before.addresses());
        assertThat(stack.row("web").restarts()).isEqualTo(1);
        assertThat(stack.row("once").exitCode()).isEqualTo(137);
        Patience.until(() -> assertThat(answered()).isEqualTo(idOf("web")));
    }

    @Test
    void afterARebootWhatIsToRunRunsInTheDeclaredOrder() throws Exception {
        ContainerRow before = stack.row("web");
        new Reboot(host).happen();
        host.startDaemon();
        Patience.until(
                () -> assertThat(stack.states()).containsExactly("db-1 running", "once-1 exited", "web-1 running"));
        assertThat(stack.row("web").addresses()).isEqualTo(before.addresses());
        Patience.until(() -> assertThat(answered()).isEqualTo(idOf("web")));
        assertThat(startOf("db")).isBefore(startOf("web"));
    }

    private static Instant startOf(String service) throws Exception {
        long main = Leaks.processesOf(stack.row(service).id()).get(0);
        return ProcessHandle.of(main)
                .flatMap(process -> process.info().startInstant())
                .orElseThrow();
    }

    @Test
    void aStoppedServiceStaysStoppedThroughAReboot() throws Exception {
        stack.stop("web");
        new Reboot(host).happen();
        host.startDaemon();
        Patience.until(
                () -> assertThat(stack.states()).containsExactly("db-1 running", "once-1 exited", "web-1 exited"));
    }

    @Test
    void aDeletedBridgeIsRepairedWithoutARestart() throws Exception {
        List<Long> before = processes();
        List<String> links = host.linkNames();
        deleteLinks("jc");
        Patience.until(() -> assertThat(answered()).isEqualTo(idOf("web")));
        assertThat(host.linkNames()).isEqualTo(links);
        assertThat(processes()).isEqualTo(before);
    }

    @Test
    void deletedInterfacesAreRepairedWithoutARestart() throws Exception {
        List<Long> before = processes();
        List<String> links = host.linkNames();
        deleteLinks("jv");
        Patience.until(() -> assertThat(answered()).isEqualTo(idOf("web")));
        assertThat(host.linkNames()).isEqualTo(links);
        assertThat(processes()).isEqualTo(before);
    }

    @Test
    void aDeletedTableIsRepairedWithoutARestart() throws Exception {
        List<Long> before = processes();
        host.deleteTable();
        assertThat(answered()).startsWith("!");
        Patience.until(() -> assertThat(answered()).isEqualTo(idOf("web")));
        assertThat(processes()).isEqualTo(before);
    }

    private static void deleteLinks(String prefix) throws Exception {
        List<String> names = host.linkNames().stream()
                .filter(name -> name.startsWith(prefix))
                .toList();
        assertThat(names).isNotEmpty();
        host.links(links -> {
            for (String name : names) {
                Link link = links.find(name);
                if (link != null) {
                    links.delete(name);
                }
            }
            return true;
        });
    }
}
