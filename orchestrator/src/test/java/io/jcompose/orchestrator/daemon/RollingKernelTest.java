package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Updates under load: new versions come, and fail, and no request does. */
@Timeout(120)
class RollingKernelTest extends DaemonOnAHost {
    private static final int PORT = 18090;
    private static final String YAML = """
            services:
              web:
                image: jcompose/shell
                command: [/srv/web, "80"]
                restart: unless-stopped
                volumes: ["./web:/srv/web:ro"]
                environment: {VERSION: one, START_MILLIS: "150"}
                healthcheck: {test: [CMD, /srv/web, "80", check], interval: 50ms, timeout: 1s, retries: 6}
                ports: ["18090:80"]
                deploy:
                  replicas: 2
                  update_config: {failure_action: rollback}
            """;
    private static final String START_FIRST = YAML.replace("replicas: 2", "replicas: 1")
            .replace("failure_action: rollback", "failure_action: rollback, order: start-first");

    private static final Set<String> ENDS = Set.of("kill", "die", "stop", "destroy");

    @BeforeAll
    static void aProgram() throws Exception {
        host.compile("web");
    }

    private static String changed(String yaml) {
        return yaml.replace("VERSION: one", "VERSION: two");
    }

    private static String broken(String yaml) {
        return yaml.replace("VERSION: one", "VERSION: two, BROKEN: \"1\"");
    }

    /** Works while clients ask, before it and after it too: none of them fails. */
    private static Load under(String yaml, Callable<Object> work) throws Exception {
        stack.up(yaml);
        Patience.until(() -> assertThat(stack.status().containers())
                .extracting(ContainerRow::health)
                .containsOnly("healthy"));
        try (Load load = Load.begin(host, PORT, 3, 2)) {
            Patience.untilTrue("the load is served", () -> load.count("one") > 100);
            work.call();
            int before = load.count("one") + load.count("two");
            Patience.untilTrue("it is served afterwards", () -> load.count("one") + load.count("two") > before + 100);
            System.out.println(load);
            assertThat(load.failures()).isEmpty();
            return load;
        }
    }

    @Test
    void twoReplicasAreReplacedOneByOneAndNoRequestFails() throws Exception {
        Load load = under(YAML, () -> stack.up(changed(YAML)));
        assertThat(load.count("two")).isPositive();
        assertThat(stack.states()).containsExactly("web-1 running", "web-2 running");
    }

    @Test
    void whoeverWaitsSeesWhatDrainsBeforeItStops() throws Exception {
        stack.up(START_FIRST);
        List<String> seen = new ArrayList<>();
        try (var up = stack.client().up(Stack.PROJECT, stack.request(changed(START_FIRST)))) {
            up.finish(progress -> seen.add(progress.id() + " " + progress.status()));
        }
        assertThat(seen)
                .containsSubsequence(
                        "Container shop-web-1 Draining",
                        "Container shop-web-1 Stopping",
                        "Container shop-web-1 Stopped",
                        "Container shop-web-1 Removed")
                .doesNotContain("Container shop-web-1 Drained");
    }

    @Test
    void eventsNameTheContainerThatWasStoppedThoughItsSuccessorHasItsName() throws Exception {
        stack.up(START_FIRST);
        String old = stack.row("web").id();
        Instant begin = Instant.now();
        stack.up(changed(START_FIRST));
        List<String> ended = new ArrayList<>();
        try (var events = stack.client()
                .events(Stack.PROJECT, begin.toString(), Instant.now().toString())) {
            Message next = events.next().orElseThrow();
            while (!(next instanceof Message.Result)) {
                if (next instanceof Message.Happening one && ENDS.contains(one.action())) {
                    ended.add(one.action() + " " + one.id());
                }
                next = events.next().orElseThrow();
            }
        }
        assertThat(ended).containsExactlyInAnyOrder("kill " + old, "die " + old, "stop " + old, "destroy " + old);
    }

    @Test
    void oneReplicaThatStartsFirstIsReplacedAndNoRequestFails() throws Exception {
        String id = under(START_FIRST, () -> stack.up(changed(START_FIRST))).toString();
        assertThat(id).contains("two");
        assertThat(stack.states()).containsExactly("web-1 running");
    }

    @Test
    void aVersionThatNeverBecomesHealthyIsRolledBackAndNoRequestFails() throws Exception {
        for (String yaml : List.of(YAML, START_FIRST)) {
            Load load = under(
                    yaml,
                    () -> assertThatThrownBy(() -> stack.up(broken(yaml)))
                            .isInstanceOf(DaemonException.class)
                            .hasMessageContaining("update of web failed: container shop-web-1 is unhealthy")
                            .hasMessageContaining("rolled back"));
            assertThat(load.count("two")).as("requests to what is not healthy").isZero();
            assertThat(stack.states()).doesNotContain("web-1 exited").allMatch(state -> state.endsWith("running"));
            stack.up(changed(yaml));
        }
    }
}
