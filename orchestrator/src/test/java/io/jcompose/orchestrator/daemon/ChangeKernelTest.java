package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.asked.Recreation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.UpRequest;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What people change, and what they command. */
class ChangeKernelTest extends DaemonOnAHost {
    private static final int PORT = 18082;
    private static final String YAML = """
            services:
              db:
                image: jcompose/shell
                command: [/srv/serve, "5432"]
                restart: unless-stopped
                volumes: ["./serve:/srv/serve:ro"]
              web:
                image: jcompose/shell
                command: [/srv/serve, "80"]
                restart: unless-stopped
                volumes: ["./serve:/srv/serve:ro"]
                ports: ["18082:80"]
                depends_on: [db]
            """;

    /** Its database ignores the stop signal. */
    private static final String DEAF = YAML.replace(
            "[/srv/serve, \"5432\"]",
            "sh -c 'trap \"\" TERM; while :; do sleep 1; done'\n    stop_grace_period: 300ms");

    @BeforeEach
    void isUp() throws Exception {
        stack.up(YAML);
    }

    private static String idOf(String service) throws Exception {
        return stack.row(service).id();
    }

    private static long mainOf(String service) throws Exception {
        return Leaks.processesOf(idOf(service)).get(0);
    }

    private static UpRequest with(String yaml, Map<String, Integer> scale, boolean recreate, boolean removeOrphans)
            throws Exception {
        UpRequest plain = stack.request(yaml);
        UpAsked asked = UpAsked.USUAL.scaled(scale).removingOrphans(removeOrphans);
        return plain.asking(recreate ? asked.recreating(Recreation.FORCED) : asked);
    }

    private static void answers() throws Exception {
        answersAs("web", PORT);
    }

    /** A container that was started may not listen yet. */
    private static void answersAs(String service, int port) throws Exception {
        Patience.until(() -> assertThat(host.ask(port)).isEqualTo(idOf(service).substring(0, 12) + "\n"));
    }

    @Test
    void upAgainChangesNothing() throws Exception {
        String web = idOf("web");
        long main = mainOf("web");
        stack.up(YAML);
        assertThat(idOf("web")).isEqualTo(web);
        assertThat(mainOf("web")).isEqualTo(main);
        answers();
    }

    @Test
    void aPlanShowsTheChangeAndItsCauseAndDoesNothing() throws Exception {
        long main = mainOf("web");
        assertThat(stack.plan(YAML)).isEmpty();
        assertThat(stack.plan(YAML.replace("depends_on: [db]", "depends_on: [db]\n    environment: {COLOUR: red}")))
                .contains("remove container shop-web-1 (environment.COLOUR changed)")
                .noneMatch(line -> line.contains("shop-db-1"));
        assertThat(mainOf("web")).isEqualTo(main);
    }

    @Test
    void aForcedRecreationMakesNewContainersOnce() throws Exception {
        String db = idOf("db");
        String web = idOf("web");
        stack.up(with(YAML, Map.of(), true, false));
        String fresh = idOf("web");
        assertThat(idOf("db")).isNotEqualTo(db);
        assertThat(fresh).isNotEqualTo(web);
        answers();
        stack.up(YAML);
        assertThat(idOf("web")).isEqualTo(fresh);
    }

    @Test
    void onlyAChangedServiceIsRecreated() throws Exception {
        String db = idOf("db");
        String web = idOf("web");
        stack.up(YAML.replace("depends_on: [db]", "depends_on: [db]\n    environment: {COLOUR: red}"));
        assertThat(idOf("db")).isEqualTo(db);
        assertThat(idOf("web")).isNotEqualTo(web);
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        answers();
    }

    @Test
    void aPublishedPortMoves() throws Exception {
        stack.up(YAML.replace("18082:80", "18092:80"));
        answersAs("web", 18092);
        assertThat(host.ask(PORT)).startsWith("!");
        assertThat(new Leaks(host).leases())
                .filteredOn(line -> line.startsWith("\"port\""))
                .hasSize(1);
    }

    @Test
    void aPublishedPortGoesToAnotherService() throws Exception {
        stack.up(YAML.replace("    ports: [\"18082:80\"]\n", "")
                .replace("  web:", "    ports: [\"18082:5432\"]\n  web:"));
        answersAs("db", PORT);
    }

    @Test
    void moreReplicasThanAHostCanHaveAreRefusedBeforeAnythingIsPlanned() throws Exception {
        assertThatThrownBy(() -> stack.up(with(YAML, Map.of("db", 100_000), false, false)))
                .isInstanceOf(DaemonException.class)
                .hasMessageContaining("db cannot have 100000 replicas");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
    }

    @Test
    void scalesUpAndDown() throws Exception {
        String web = idOf("web");
        stack.up(with(YAML, Map.of("web", 3), false, false));
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running", "web-2 running", "web-3 running");
        assertThat(stack.status().containers())
                .extracting(row -> row.addresses().get("shop_default"))
                .doesNotHaveDuplicates();
        stack.up(YAML);
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        assertThat(idOf("web")).isEqualTo(web);
        answers();
    }

    @Test
    void aServiceThatIsGoneFromTheFileIsReportedAndRemovedWhenAsked() throws Exception {
        String alone = YAML.substring(0, YAML.indexOf("  web:"));
        assertThat(stack.up(alone).orphans()).containsExactly("shop-web-1");
        assertThat(stack.status().orphans()).containsExactly("shop-web-1");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        assertThat(stack.up(with(alone, Map.of(), false, true)).orphans()).isEmpty();
        assertThat(stack.states()).containsExactly("db-1 running");
        assertThat(host.ask(PORT)).startsWith("!");
    }

    @Test
    void stopsAndStartsWithTheSameContainer() throws Exception {
        String web = idOf("web");
        Map<String, String> addresses = stack.row("web").addresses();
        stack.stop("web");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 exited");
        assertThat(host.ask(PORT)).startsWith("!");
        stack.start("web");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        assertThat(idOf("web")).isEqualTo(web);
        assertThat(stack.row("web").addresses()).isEqualTo(addresses);
        answers();
    }

    @Test
    void aStoppedServiceStaysStoppedWithTheNextDaemonAndUpStartsIt() throws Exception {
        stack.stop();
        host.startDaemon();
        assertThat(stack.states()).containsExactly("db-1 exited", "web-1 exited");
        stack.up(YAML);
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        answers();
    }

    @Test
    void aRestartIsANewProcessInTheSameContainer() throws Exception {
        String web = idOf("web");
        long main = mainOf("web");
        long db = mainOf("db");
        stack.restart("web");
        assertThat(idOf("web")).isEqualTo(web);
        assertThat(mainOf("web")).isNotEqualTo(main);
        assertThat(mainOf("db")).isEqualTo(db);
        assertThat(stack.row("web").restarts()).isZero();
        answers();
    }

    @Test
    void killCanRemoveContainersThatNobodyDeclares() throws Exception {
        stack.up(YAML.substring(0, YAML.indexOf("  web:")));
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        stack.kill("USR2", true, "db");
        assertThat(stack.status().containers())
                .extracting(ContainerRow::service)
                .containsExactly("db");
    }

    @Test
    void whatIsKilledByCommandStaysDown() throws Exception {
        stack.kill("KILL", "web");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 exited");
        assertThat(stack.row("web").exitCode()).isEqualTo(137);
        assertThatThrownBy(() -> stack.kill("KILL", "web")).hasMessage("no container of web is running");
        stack.start("web");
        answers();
    }

    @Test
    void anotherSignalIsSentAndThePolicyDecides() throws Exception {
        stack.kill("TERM", "web");
        Patience.until(() -> assertThat(stack.row("web").restarts()).isEqualTo(1));
        Patience.until(() -> assertThat(stack.row("web").state()).isEqualTo("running"));
        answers();
    }

    @Test
    void aContainerThatDoesNotListenIsKilledWhenItsGraceIsOver() throws Exception {
        stack.up(DEAF);
        stack.stop("db");
        assertThat(stack.row("db").exitCode()).isEqualTo(137);
        stack.start("db");
    }

    @Test
    void upDuringDownIsUpInTheEnd() throws Exception {
        stack.up(DEAF);
        Thread down = new Thread(
                () -> {
                    try {
                        stack.down();
                    } catch (DaemonException e) {
                        throw new IllegalStateException(e);
                    }
                },
                "down");
        down.start();
        Patience.until(() -> assertThat(stack.states()).contains("db-1 stopping"));
        stack.up(DEAF);
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        answers();
        down.join();
    }

    @Test
    void aJobIsAwaitedBeforeWhatNeedsIt() throws Exception {
        stack.down();
        stack.up(job("exit 0"));
        assertThat(stack.states()).containsExactly("db-1 exited", "web-1 running");
    }

    @Test
    void aJobThatFailsIsNamedAndContainersStay() throws Exception {
        stack.down();
        assertThatThrownBy(() -> stack.up(job("exit 3"))).message().contains("db", "exit 3");
        assertThat(stack.states()).containsExactly("db-1 exited", "web-1 created");
        stack.up(job("exit 0"));
        assertThat(stack.states()).containsExactly("db-1 exited", "web-1 running");
    }

    private static String job(String script) {
        return YAML.replace("[/srv/serve, \"5432\"]\n    restart: unless-stopped", "sh -c '" + script + "'")
                .replace("[db]", "{db: {condition: service_completed_successfully}}");
    }
}
