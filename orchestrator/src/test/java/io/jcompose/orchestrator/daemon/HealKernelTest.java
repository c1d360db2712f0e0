package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.client.ContainerRow;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Containers that are unhealthy, or do not stay up. */
@Timeout(60)
class HealKernelTest extends DaemonOnAHost {
    /** Its second run is healthy. */
    private static final String ILL = """
            services:
              app:
                image: jcompose/shell
                command: [sh, -c, "test -e /once && touch /well; touch /once; while :; do sleep 1; done"]
                restart: always
                stop_grace_period: 100ms
                healthcheck: {test: [CMD, sh, -c, "test -e /well"], interval: 50ms, retries: 2}
            """;

    @Test
    void anUnhealthyContainerIsRestarted() throws Exception {
        stack.up(ILL);
        String id = stack.row("app").id();
        Patience.until(() -> assertThat(stack.row("app").health()).isEqualTo("healthy"));
        ContainerRow healed = stack.row("app");
        assertThat(healed.id()).isEqualTo(id);
        assertThat(healed.restarts()).isEqualTo(1);
        Patience.until(() -> assertThat(stack.row("app").trouble().error()).isEmpty());
    }

    @Test
    void itCanBeReplacedByAnother() throws Exception {
        stack.up(ILL.replace("restart: always", "restart: always\n    x-heal: replace"));
        String id = stack.row("app").id();
        Patience.until(() -> assertThat(stack.row("app").id()).isNotEqualTo(id));
        Patience.until(() -> assertThat(stack.row("app").trouble().error()).startsWith("unhealthy, healed"));
        assertThat(stack.status().containers().size()).isBetween(1, 2);
    }

    @Test
    void whyAContainerDoesNotStayUpAndWhatItWroteIsShown() throws Exception {
        stack.up("""
                services:
                  app:
                    image: jcompose/shell
                    command: [sh, -c, "echo no database >&2; exit 3"]
                    restart: always
                """);
        Patience.until(() -> {
            ContainerRow row = stack.row("app");
            assertThat(row.restarts()).isGreaterThan(2);
            assertThat(row.status()).startsWith("Restarting (3)").endsWith(" restarts");
            assertThat(row.trouble()).isEqualTo(new ContainerRow.Trouble("exited (3)", lines(row)));
            assertThat(lines(row)).contains("no database");
        });
    }

    private static List<String> lines(ContainerRow row) {
        return row.trouble().lines();
    }

    @Test
    void thePolicyOfDeployWaitsAsItSaysAndGivesUp() throws Exception {
        stack.up("""
                services:
                  app:
                    image: jcompose/shell
                    command: [sh, -c, "exit 1"]
                    restart: always
                    deploy: {restart_policy: {condition: on-failure, delay: 50ms, max_attempts: 2}}
                """);
        Patience.until(() -> assertThat(stack.row("app").restarts()).isEqualTo(2));
        Patience.until(() -> assertThat(stack.states()).containsExactly("app-1 exited"));
        assertThat(stack.row("app").status()).startsWith("Exited (1)").endsWith(", 2 restarts");
        assertThat(stack.row("app").trouble().error()).isEqualTo("exited (1), not restarted any more");
    }
}
