package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** In which order services are restarted that depend on each other. */
@Timeout(60)
class RestartKernelTest extends DaemonOnAHost {
    /** Its database is healthy some time after each of its starts, and takes its time to stop. */
    private static final String YAML = """
            services:
              db:
                image: jcompose/shell
                command: [sh, -c, "trap 'sleep 0.2; rm -f /ok; exit 0' TERM; sleep 0.3; touch /ok; while :; do sleep 0.05; done"]
                healthcheck: {test: [CMD, test, -e, /ok], interval: 100ms, retries: 100}
              app:
                image: jcompose/shell
                command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.05; done"]
                depends_on: {db: {condition: service_healthy, restart: true}}
              web:
                image: jcompose/shell
                command: [sh, -c, "trap 'exit 0' TERM; while :; do sleep 0.05; done"]
                depends_on: {app: {condition: service_started, restart: true}}
            """;

    @Test
    void dependentsEndBeforeAndBeginWhenWhatTheyDependOnIsHealthyAgain() throws Exception {
        stack.up(YAML);
        Instant begin = Instant.now();
        stack.restart("db");
        assertThat(since(begin))
                .containsExactly(
                        "web die",
                        "app die",
                        "db die",
                        "db start",
                        "db health_status: healthy",
                        "app start",
                        "web start");
    }

    @Test
    void aKillEndsALoopThatWaitsForItsNextStart() throws Exception {
        stack.up("""
                services:
                  web:
                    image: jcompose/shell
                    command: [sh, -c, "exit 3"]
                    deploy: {restart_policy: {condition: any, delay: 600s}}
                """);
        Patience.until(() -> assertThat(stack.states()).containsExactly("web-1 restarting"));
        stack.kill("KILL", "web");
        assertThat(stack.states()).containsExactly("web-1 exited");
        assertThatThrownBy(() -> stack.kill("KILL", "web")).hasMessageContaining("no container of web is running");
    }

    /** What happened to containers, without signals and ends of stops. */
    private static List<String> since(Instant begin) throws Exception {
        List<String> happened = new ArrayList<>();
        try (MessageStream events = stack.client()
                .events(Stack.PROJECT, begin.toString(), Instant.now().toString())) {
            Message next = events.next().orElseThrow();
            while (!(next instanceof Message.Result)) {
                if (next instanceof Message.Happening one
                        && !one.action().equals("kill")
                        && !one.action().equals("stop")) {
                    happened.add(one.service() + " " + one.action());
                }
                next = events.next().orElseThrow();
            }
        }
        return happened;
    }
}
