package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.asked.Recreation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.DownRequest;
import io.jcompose.orchestrator.client.ImageSummary;
import io.jcompose.orchestrator.client.LogsRequest;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.RunRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

/** What flags of up, rm, kill, down and events do to containers, volumes and images. */
class FlagsKernelTest extends DaemonOnAHost {
    private static final String ANONYMOUS = "anonymous.shop.web.1.2c54059";
    private static final String YAML = """
            services:
              web:
                image: jcompose/shell
                init: true
                command: [sh, -c, "ls /data; echo VERSION; touch /data/old; exec sleep 1000"]
                stop_grace_period: 300ms
                volumes: [/data]
                depends_on: [db]
              db: {image: "shop/db:1", init: true, command: [sleep, "1000"], stop_grace_period: 300ms}
            """;
    private static final String ONCE = YAML + """
              web-run-1:
                image: jcompose/shell
                init: true
                container_name: shop-web-run-1
                command: [sleep, "1000"]
                volumes: [/data]
            """;

    @Override
    void down() throws Exception {
        stack.down(DownRequest.of(DownAsked.EVERYTHING.within(0)));
    }

    private static void isUp() throws Exception {
        boolean shell = references().contains("jcompose/shell:latest");
        if (!shell) {
            stack.up("services: {web: {image: jcompose/shell, command: [sleep, '1000'], stop_grace_period: 0s}}");
        }
        if (!references().contains("shop/db:1")) {
            stack.client().imageWorks().tag("jcompose/shell", "shop/db:1");
        }
        stack.up(YAML);
    }

    private static List<String> references() throws Exception {
        return stack.client().images().stream()
                .map(ImageSummary::references)
                .flatMap(List::stream)
                .toList();
    }

    private static void up(String yaml, Recreation recreation, String... services) throws Exception {
        Chosen chosen = new Chosen(List.of(services), false);
        stack.up(stack.request(yaml).asking(UpAsked.USUAL.of(chosen).recreating(recreation)));
    }

    private static String id(String service) throws Exception {
        return stack.row(service).id();
    }

    /** What the newest container of web has written. */
    private static List<String> written() throws Exception {
        List<String> lines = new ArrayList<>();
        Patience.until(() -> {
            lines.clear();
            var all = new LogsRequest(List.of("web"), false, OptionalInt.empty(), "", "", OptionalInt.empty());
            try (MessageStream logs = stack.client().logs(Stack.PROJECT, all)) {
                for (Optional<Message> next = logs.next(); next.isPresent(); next = logs.next()) {
                    if (next.get() instanceof Message.LogLine line) {
                        lines.add(line.text());
                    }
                }
            }
            assertThat(lines).anyMatch(line -> line.startsWith("VERSION"));
        });
        return lines;
    }

    @Test
    void recreationIsAsAsked() throws Exception {
        isUp();
        String web = id("web");
        String db = id("db");
        assertThat(written()).containsExactly("VERSION");
        up(YAML.replace("VERSION", "VERSION2"), new Recreation(Recreation.When.NEVER, Recreation.When.NEVER, false));
        assertThat(id("web")).as("--no-recreate").isEqualTo(web);
        up(YAML, new Recreation(Recreation.When.CHANGED, Recreation.When.ALWAYS, false), "web");
        assertThat(id("web")).as("--always-recreate-deps").isEqualTo(web);
        assertThat(id("db")).isNotEqualTo(db);
        up(YAML, Recreation.FORCED);
        assertThat(id("web")).isNotEqualTo(web);
        assertThat(written()).as("what was in the volume is there").containsExactly("old", "VERSION");
        assertThat(stack.client().volumes(Stack.PROJECT)).containsExactly(ANONYMOUS);
        up(YAML, new Recreation(Recreation.When.ALWAYS, Recreation.When.CHANGED, true));
        assertThat(written()).as("-V").containsExactly("VERSION");
        assertThat(stack.client().volumes(Stack.PROJECT))
                .singleElement()
                .asString()
                .startsWith(ANONYMOUS + "-");
    }

    @Test
    void whatIsBroughtUpAloneDoesNotWaitForWhatItDependsOn() throws Exception {
        String sick = YAML.replace("[db]", "{db: {condition: service_healthy}}")
                .replace(
                        "{image: \"shop/db:1\",",
                        "{image: jcompose/shell, x-heal: none, healthcheck: {test: [CMD, 'false'],"
                                + " interval: 50ms, retries: 1},");
        assertThatThrownBy(() -> stack.up(sick)).hasMessageContaining("shop-db-1 is unhealthy");
        UpAsked alone = UpAsked.USUAL.of(new Chosen(List.of("web"), true));
        stack.up(stack.request(sick).asking(alone));
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
    }

    @Test
    void killEndsOneOffContainersAndRmTakesAnonymousVolumes() throws Exception {
        isUp();
        var run = new RunRequest(
                stack.request(ONCE).asking(UpAsked.USUAL.of(new Chosen(List.of("db"), false))),
                "web-run-1",
                "web",
                true,
                true,
                false,
                null);
        try (MessageStream begun = stack.client().runDetached(Stack.PROJECT, run)) {
            begun.finish(step -> {});
        }
        assertThat(stack.client().volumes(Stack.PROJECT)).hasSize(2);
        stack.stop();
        assertThat(oneOffs()).as("stop leaves it alone").containsExactly("running");
        stack.kill("KILL", "web");
        Patience.until(() -> assertThat(oneOffs()).isEmpty());
        Patience.until(() ->
                assertThat(stack.client().volumes(Stack.PROJECT)).as("--rm").containsExactly(ANONYMOUS));
        assertThatThrownBy(() -> stack.kill("KILL", "web")).isInstanceOf(DaemonException.Refused.class);
        assertThat(stack.client().volumes(Stack.PROJECT, List.of("web"))).containsExactly(ANONYMOUS);
        assertThat(stack.client().volumes(Stack.PROJECT, List.of("db"))).isEmpty();
        stack.operate(new Operation.Remove(List.of("web"), false));
        assertThat(stack.client().volumes(Stack.PROJECT)).containsExactly(ANONYMOUS);
        stack.operate(new Operation.Remove(List.of("web"), true));
        assertThat(stack.client().volumes(Stack.PROJECT)).isEmpty();
        assertThat(stack.states()).containsExactly("db-1 exited");
        assertThatThrownBy(() -> stack.start("web")).hasMessageContaining("\"web\" has no container to start");
    }

    private static List<String> oneOffs() throws Exception {
        return stack.status().oneOffs().stream().map(ContainerRow::state).toList();
    }

    @Test
    void downTakesImagesUnlessSomethingElseNeedsThem() throws Exception {
        Instant begin = Instant.now();
        isUp();
        stack.client().imageWorks().tag("jcompose/shell", "shop/kept:1");
        DownAsked down = DownAsked.USUAL.within(0).removing(DownAsked.Images.LOCAL);
        stack.down(DownRequest.of(down));
        assertThat(references()).as("none was built").contains("shop/db:1");
        isUp();
        stack.down(new DownRequest(down.removing(DownAsked.Images.ALL), List.of(), List.of("shop/none:1")));
        assertThat(references()).contains("shop/kept:1").doesNotContain("shop/db:1", "jcompose/shell:latest");
        List<String> remembered = new ArrayList<>();
        try (MessageStream events = stack.client()
                .events(Stack.PROJECT, begin.toString(), Instant.now().toString())) {
            Message next = events.next().orElseThrow();
            while (!(next instanceof Message.Result)) {
                if (next instanceof Message.Happening one && one.service().equals("db")) {
                    remembered.add(one.action());
                }
                next = events.next().orElseThrow();
            }
        }
        assertThat(remembered).containsSubsequence("create", "start", "die", "destroy", "create", "start", "die");
    }
}
