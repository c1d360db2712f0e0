package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What is shown before it is done, kept from being done, and told when it is done. */
class GuardKernelTest extends DaemonOnAHost {
    private static final String YAML = """
            services:
              web:
                image: jcompose/shell
                init: true
                command: [sh, -c, "echo data > /data/file; exec sleep 1000"]
                stop_grace_period: 300ms
                volumes: ["data:/data"]
            volumes: {data: {x-protected: true}}
            """;

    @BeforeEach
    void isUp() throws Exception {
        stack.up(YAML);
    }

    @Override
    void down() throws Exception {
        stack.down(new DownRequest(DownAsked.EVERYTHING.within(0), List.of("shop_data")));
    }

    private static List<String> told(MessageStream work) throws Exception {
        List<String> lines = new ArrayList<>();
        try (work) {
            work.finish(step -> lines.add(step.id() + " " + step.status()));
        }
        return lines;
    }

    private static List<String> world() throws Exception {
        List<String> world = new ArrayList<>(stack.states());
        stack.status().containers().forEach(row -> world.add(row.id()));
        world.addAll(stack.client().volumes(Stack.PROJECT));
        return world;
    }

    @Test
    void aDryRunTellsAndChangesNothing() throws Exception {
        List<String> before = world();
        DaemonClient dry = stack.client().dry();
        DownRequest down = new DownRequest(new DownAsked(List.of(), true, false, null), List.of("data"));
        assertThat(told(dry.down(Stack.PROJECT, down)))
                .contains("DRY-RUN MODE - Container shop-web-1 Removed", "DRY-RUN MODE - Volume shop_data Removed");
        assertThat(told(dry.up(Stack.PROJECT, stack.request(YAML.replace("echo data", "echo other")))))
                .contains("DRY-RUN MODE - Container shop-web-1 Created");
        List<Operation> others = List.of(
                new Operation.Stop(List.of(), null),
                new Operation.Start(List.of()),
                new Operation.Restart(List.of(), null, false),
                new Operation.Kill(List.of(), "KILL", false));
        for (Operation operation : others) {
            told(dry.operate(Stack.PROJECT, operation));
        }
        assertThat(told(dry.operate(Stack.PROJECT, new Operation.Remove(List.of("web"), false))))
                .contains("DRY-RUN MODE - Container shop-web-1 Removed");
        assertThat(world()).isEqualTo(before);
    }

    @Test
    void whatHasNoDryRunIsNotDone() {
        assertThatThrownBy(() -> stack.client().dry().stopDaemon(false))
                .isInstanceOf(DaemonException.Refused.class)
                .hasMessageContaining("no dry run");
    }

    @Test
    void protectedDataSurvivesADownWithVolumes() throws Exception {
        DownRequest down = DownRequest.of(new DownAsked(List.of(), true, false, 0L));
        assertThatThrownBy(() -> told(stack.client().down(Stack.PROJECT, down)))
                .isInstanceOf(DaemonException.Refused.class)
                .hasMessageContaining("shop_data is protected");
        assertThat(stack.states()).containsExactly("web-1 running");
        assertThat(stack.client().losses(Stack.PROJECT))
                .singleElement()
                .satisfies(loss -> assertThat(loss.bytes()).isEqualTo(5));
        told(stack.client().down(Stack.PROJECT, DownRequest.of(DownAsked.USUAL.within(0))));
        assertThatThrownBy(() -> told(stack.client().down(Stack.PROJECT, down)))
                .as("also when only the volume is left")
                .hasMessageContaining("shop_data is protected");
        assertThat(stack.client().volumes(Stack.PROJECT)).containsExactly("shop_data");
    }

    @Test
    void aPlanHoldsUntilSomethingChanges() throws Exception {
        var changed = stack.request(YAML.replace("echo data", "echo other"));
        Map<String, String> plan = stack.client().plan(Stack.PROJECT, changed).seal();
        assertThatThrownBy(() -> told(stack.client().within(plan).up(Stack.PROJECT, stack.request(YAML))))
                .hasMessageContaining("the files, or what is asked for, has changed");
        stack.stop();
        assertThatThrownBy(() -> told(stack.client().within(plan).up(Stack.PROJECT, changed)))
                .hasMessageContaining("what is wanted of project shop has changed");
        Map<String, String> again = stack.client().plan(Stack.PROJECT, changed).seal();
        told(stack.client().within(again).up(Stack.PROJECT, changed));
        assertThat(stack.states()).containsExactly("web-1 running");
    }

    @Test
    void removedContainersComeBackWithTheNextUp() throws Exception {
        stack.stop();
        stack.operate(new Operation.Remove(List.of("web"), false));
        assertThat(stack.states()).isEmpty();
        host.startDaemon();
        assertThat(stack.states()).isEmpty();
        stack.up(YAML);
        assertThat(stack.states()).containsExactly("web-1 running");
    }

    @Test
    void eventsTellWhatHappensToContainers() throws Exception {
        List<String> seen = new ArrayList<>();
        try (MessageStream events = stack.client().events(Stack.PROJECT)) {
            assertThat(events.next()).get().isInstanceOf(Message.Listening.class);
            stack.kill("KILL", "web");
            stack.start();
            stack.stop();
            stack.down(DownRequest.of(DownAsked.USUAL.within(0)));
            while (!seen.contains("destroy")) {
                if (events.next().orElseThrow() instanceof Message.Happening one) {
                    seen.add(one.action());
                    assertThat(one.service()).isEqualTo("web");
                }
            }
        }
        assertThat(seen).containsSubsequence("die", "start", "kill", "die", "destroy");
    }
}
