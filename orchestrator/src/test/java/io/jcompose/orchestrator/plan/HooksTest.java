package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** When hooks run, and when running services are told of other contents. */
class HooksTest {
    private static final String HOOKED = """
            services:
              web:
                image: base
                deploy: {replicas: 2}
                pre_start: [{command: migrate}, {command: [own, it], per_replica: true}]
                post_start: [{command: warm up}]
                pre_stop: [{command: drain}]
                stop_grace_period: 5s
              front: {image: base, depends_on: [web]}
            """;

    private static List<String> done(Scene scene, String... words) {
        return scene.converge()
                .lines()
                .filter(line -> List.of(words).stream().anyMatch(line::contains))
                .toList();
    }

    private static Action.RunHooks hooks(Scene scene, String container) {
        return scene.plan().actions().stream()
                .filter(Action.RunHooks.class::isInstance)
                .map(Action.RunHooks.class::cast)
                .filter(action -> action.container().name().equals(container))
                .findFirst()
                .orElseThrow();
    }

    private static WantedService web(Scene scene) {
        return Objects.requireNonNull(scene.wanted.services().get("web"));
    }

    @Test
    void allRunInTheirOrderAndDependentsWaitForThem() {
        assertThat(done(new Scene(HOOKED), "start", "run"))
                .containsExactly(
                        "run pre_start of container shop-web-1",
                        "start container shop-web-1",
                        "run pre_start of container shop-web-2",
                        "run post_start of container shop-web-1",
                        "start container shop-web-2",
                        "run post_start of container shop-web-2",
                        "start container shop-front-1");
    }

    @Test
    void whatIsNoReplicasOwnRunsOnceForAStart() {
        Scene scene = new Scene(HOOKED.replace("replicas: 2", "replicas: 1"));
        scene.converge();
        scene.change("web", service -> service.withReplicas(2));
        List<Hook> all = Hook.of(web(scene).spec(), Hook.Kind.PRE_START);
        assertThat(done(scene, "pre_start")).containsExactly("run pre_start of container shop-web-2");
        scene.set(
                "shop-web-2",
                container -> container.withLife(new Life.Created()).withMemo(Memo.NEW));
        assertThat(hooks(scene, "shop-web-2").hooks()).containsExactly(all.get(1));
        for (String name : List.of("shop-web-1", "shop-web-2")) {
            scene.exits(name, 0, 1);
        }
        scene.change("web", service -> service.withTokens(service.tokens().nextStart(99)));
        assertThat(hooks(scene, "shop-web-1").hooks()).isEqualTo(all);
    }

    @Test
    void aRestartByPolicyNeedsNoPreStartAgainButPostStart() {
        Scene scene =
                new Scene(HOOKED.replace("image: base\n    deploy", "image: base\n    restart: always\n    deploy"));
        scene.converge();
        scene.exits("shop-web-1", 1, 60_000);
        assertThat(done(scene, "start container", "run"))
                .containsExactly("restart container shop-web-1", "run post_start of container shop-web-1");
    }

    @Test
    void aStopBeginsWithItsHooksAndThesTakeOfItsGrace() {
        Scene scene = new Scene(HOOKED);
        scene.converge();
        scene.change("front", service -> service.withRunning(false, null));
        scene.converge();
        scene.change("web", service -> service.withRunning(false, null));
        assertThat(hooks(scene, "shop-web-1").due()).isEqualTo(scene.now + 5_000);
        long due = scene.now + 5_000;
        scene.set(
                "shop-web-1",
                container -> container.withMemo(container
                        .memo()
                        .with(container.memo().run().stopping(due).afterPreStop())));
        scene.now += 3_000;
        assertThat(scene.plan().actions())
                .filteredOn(Action.StopContainer.class::isInstance)
                .extracting(action -> ((Action.StopContainer) action).deadline())
                .containsExactly(due);
    }

    @Test
    void noTimeIsLeftForHooksOfAKilledContainer() {
        Scene scene = new Scene(HOOKED);
        scene.converge();
        scene.change("web", service -> service.withRunning(false, 0L));
        scene.change("front", service -> service.withRunning(false, 0L));
        assertThat(done(scene, "pre_stop")).isEmpty();
    }

    @Test
    void aStopThatBeganWithHooksComesToItsEnd() {
        Scene scene = new Scene(HOOKED.replace("replicas: 2", "replicas: 1"));
        scene.converge();
        scene.set(
                "shop-web-1",
                container -> container.withMemo(
                        container.memo().with(container.memo().run().stopping(scene.now + 5_000))));
        assertThat(done(scene, "web"))
                .containsExactly("run pre_stop of container shop-web-1", "stop container shop-web-1");
        assertThat(scene.container("shop-web-1").running()).isFalse();
    }

    @Test
    void aRecreationAndADownRunThemToo() {
        Scene scene = new Scene(HOOKED.replace("replicas: 2", "replicas: 1"));
        scene.converge();
        scene.change("web", service -> service.withTokens(service.tokens().nextRecreate(5)));
        assertThat(done(scene, "web-1"))
                .containsExactly(
                        "run pre_stop of container shop-web-1",
                        "stop container shop-web-1",
                        "remove container shop-web-1",
                        "create container shop-web-1",
                        "connect container shop-web-1",
                        "run pre_start of container shop-web-1",
                        "start container shop-web-1",
                        "run post_start of container shop-web-1");
        scene.wanted = scene.wanted.goingDown(false, true);
        assertThat(done(scene, "web-1")).startsWith("run pre_stop of container shop-web-1");
    }

    @Test
    void aFailedPostStartStopsTheContainerUntilSomebodyActs() {
        Scene scene =
                new Scene(HOOKED.replace("image: base\n    deploy", "image: base\n    restart: always\n    deploy"));
        scene.converge();
        scene.set(
                "shop-web-1",
                container -> container.withMemo(
                        container.memo().with(container.memo().run().failed("no luck"))));
        assertThat(done(scene, "web-1"))
                .containsExactly("run pre_stop of container shop-web-1", "stop container shop-web-1");
        assertThat(scene.hopeless()).containsExactly("no luck");
        scene.change("web", service -> service.withTokens(service.tokens().nextStart(99)));
        assertThat(done(scene, "start container shop-web-1", "start of container shop-web-1"))
                .containsExactly(
                        "run pre_start of container shop-web-1",
                        "restart container shop-web-1",
                        "run post_start of container shop-web-1");
        assertThat(scene.plan().hopeless()).isEmpty();
    }

    @Test
    void aReplicaWaitsWhileAnotherOneTriesWhatIsForAll() {
        Scene scene = new Scene(HOOKED);
        scene.converge();
        for (String name : List.of("shop-web-1", "shop-web-2")) {
            scene.set(name, container -> container.withLife(new Life.Created()).withMemo(Memo.NEW));
        }
        assertThat(scene.plan().actions())
                .filteredOn(Action.RunHooks.class::isInstance)
                .hasSize(1);
        assertThat(scene.pending()).contains("shop-web-2 waits for pre_start of its service");
        Resource first = new Resource(
                "shop", Resource.Kind.CONTAINER, scene.container("shop-web-1").id());
        Observed seen = scene.observed;
        scene.observed = new Observed(
                seen.containers(),
                seen.networks(),
                seen.volumes(),
                seen.ports(),
                Set.of(),
                Map.of(first, new Observed.Failure(1, scene.now + 400, "exit code 3", "", "shop")),
                seen.routing());
        assertThat(scene.plan().actions()).noneMatch(Action.RunHooks.class::isInstance);
        assertThat(scene.hopeless()).contains("exit code 3");
    }

    @Test
    void onlyAReloadFollowsOnAnotherContent() {
        String yaml = """
                services:
                  web: {image: base, x-reload: SIGHUP, configs: [{source: site, target: /etc/site}, other]}
                configs: {site: {content: "one"}, other: {content: "same"}}
                """;
        Scene scene = new Scene(yaml);
        scene.converge();
        assertThat(scene.plan().actions()).isEmpty();
        WantedProject before = scene.wanted;
        scene.wanted = Scene.wanted(Scene.load(yaml.replace("one", "two")), 2);
        before.services().forEach((name, service) -> scene.change(name, now -> now.withImage(service.image(), null)));
        Action reload = scene.plan().actions().get(0);
        assertThat(reload.text()).isEqualTo("reload container shop-web-1 with SIGHUP");
        assertThat(reload.because().text()).isEqualTo("config site changed");
        assertThat(scene.converge()).isEqualTo("reload container shop-web-1 with SIGHUP\n");
        assertThat(scene.plan().actions()).isEmpty();
        assertThat(scene.container("shop-web-1").memo().run().contents())
                .isEqualTo(new TreeMap<>(Run.contentsOf(web(scene).spec())));
    }

    @Test
    void anUpdateWhosePostStartFailsIsRolledBack() {
        String yaml = """
                services:
                  web:
                    image: base
                    restart: always
                    deploy: {update_config: {failure_action: rollback}}
                    post_start: [{command: warm}]
                """;
        Scene scene = new Scene(yaml);
        scene.converge();
        scene.up(yaml.replace("image: base", "image: base\n    environment: {COLOUR: red}"));
        Action.RunHooks hooks = null;
        for (int round = 0; round < 40 && hooks == null; round++) {
            Plan plan = scene.plan();
            for (Action action : plan.actions()) {
                hooks = action instanceof Action.RunHooks run ? run : hooks;
            }
            if (hooks == null) {
                scene.play(plan, Health.NONE);
                scene.now += 200;
            }
        }
        scene.set(
                "shop-web-1",
                container -> container.withMemo(
                        container.memo().with(container.memo().run().failed("cold"))));
        assertThat(scene.plan().actions()).extracting(Action::text).contains("roll back web");
    }
}
