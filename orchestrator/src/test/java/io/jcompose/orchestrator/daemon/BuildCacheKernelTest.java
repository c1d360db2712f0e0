package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.BuildCaches;
import io.jcompose.orchestrator.client.BuildOrder;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.MessageStream;
import io.jcompose.orchestrator.client.RegistryLogin;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** A build on one host, and again on another that shares a registry with it and nothing else. */
class BuildCacheKernelTest {
    private static final String DOCKERFILE = """
            FROM jcompose/shell AS made
            WORKDIR /w
            COPY in.txt .
            RUN cat in.txt > made && date +%N > when
            FROM jcompose/shell
            COPY --from=made /w/made /made
            RUN date +%N > /when
            CMD ["cat", "/when"]
            """;

    private record Built(String id, List<String> ends, List<String> lines) {}

    private static Built build(ScratchHost host, String name, BuildCaches caches, RegistryLogin login)
            throws Exception {
        Path context = host.base().resolve("context");
        Files.createDirectories(context);
        Files.writeString(context.resolve("in.txt"), "content\n");
        List<String> ends = Collections.synchronizedList(new ArrayList<>());
        List<String> lines = Collections.synchronizedList(new ArrayList<>());
        Map<Integer, String> titles = Collections.synchronizedMap(new HashMap<>());
        BuildOrder order = new BuildOrder(
                context.toString(),
                "Dockerfile",
                DOCKERFILE,
                Map.of(),
                "",
                Map.of(),
                List.of(name),
                Map.of(),
                Map.of(),
                Map.of(),
                "none",
                List.of(),
                0,
                List.of(),
                List.of(),
                List.of(),
                false,
                List.of(),
                false,
                caches,
                List.of(login));
        String id = host.stack().client().builds().build(order, step -> {
            if (step.event().equals("begin")) {
                titles.put(step.step(), step.text());
            } else if (step.event().equals("end")) {
                ends.add(step.text() + " " + titles.get(step.step()));
            } else {
                lines.add(step.text());
            }
        });
        return new Built(id, ends, lines);
    }

    private static List<String> run(Built built) {
        return built.ends().stream()
                .filter(end -> end.contains(" RUN ") && !end.startsWith("CACHED"))
                .toList();
    }

    @Test
    void aCacheInARegistrySparesAnotherHostEveryStep() throws Exception {
        try (ScratchHost one = new ScratchHost();
                ScratchHost two = new ScratchHost();
                ScratchRegistry registry = new ScratchRegistry(one.base().resolve("registry"))) {
            one.startDaemon();
            two.startDaemon();
            String cache = registry.host() + "/team/cache:main";
            BuildCaches to = new BuildCaches(List.of(cache), List.of("type=registry,mode=max,ref=" + cache));
            Built first = build(one, "app", to, registry.login());
            assertThat(first.lines()).anyMatch(line -> line.contains("the cache of " + cache + " is not used"));
            assertThat(run(first)).hasSize(2);
            Built second = build(two, "app", new BuildCaches(List.of(cache), List.of()), registry.login());
            assertThat(run(second)).isEmpty();
            assertThat(second.id()).isEqualTo(first.id());
            // What was exchanged shows in no list.
            assertThat(one.stack().client().images())
                    .hasSameSizeAs(two.stack().client().images());
            Built third = build(two, "app", new BuildCaches(List.of(), List.of()), registry.login());
            assertThat(run(third)).hasSize(2);
        }
    }

    @Test
    void anImageThatWasPushedIsTheCacheOfTheNext() throws Exception {
        try (ScratchHost one = new ScratchHost();
                ScratchHost two = new ScratchHost();
                ScratchRegistry registry = new ScratchRegistry(one.base().resolve("registry"))) {
            one.startDaemon();
            two.startDaemon();
            String image = registry.host() + "/team/app:1";
            Built first = build(one, image, new BuildCaches(List.of(), List.of("type=inline")), registry.login());
            try (MessageStream pushed = one.stack().client().registries().push(image, List.of(registry.login()))) {
                pushed.finish(step -> {});
            }
            Built second = build(two, image, new BuildCaches(List.of(image), List.of("type=inline")), registry.login());
            // The stage that is not in the image is built again; what is in the image is not.
            assertThat(run(second)).singleElement().asString().contains("[made 4/4]");
            assertThat(second.ends()).anyMatch(end -> end.startsWith("CACHED [stage-1 3/4]"));
            assertThat(second.id()).isNotNull();
            assertThat(first.id()).isNotNull();
        }
    }

    @Test
    void aTypeThatIsNotKnownIsRefused() throws Exception {
        try (ScratchHost one = new ScratchHost()) {
            one.startDaemon();
            RegistryLogin nobody = new RegistryLogin("127.0.0.1:1", "a", "b", false);
            assertThatThrownBy(() -> build(one, "app", new BuildCaches(List.of(), List.of("type=gha")), nobody))
                    .isInstanceOf(DaemonException.class)
                    .hasMessageContaining("caches of type 'gha' are not known here, only registry, inline and local");
        }
    }
}
