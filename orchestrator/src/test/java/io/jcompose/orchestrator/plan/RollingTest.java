package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** How the containers of a changed service are replaced. */
class RollingTest {
    private static final String WEB = """
            services:
              web:
                image: base
                restart: always
                healthcheck: {test: ["CMD", "true"]}
                ports: ["8080:80"]
                deploy: {replicas: 2, update_config: {CONFIG}}
            """;

    private static Scene up(String config) {
        Scene scene = new Scene(WEB.replace("CONFIG", config));
        scene.converge();
        return scene;
    }

    private static String changed(String config) {
        return WEB.replace("CONFIG", config).replace("image: base", "image: base\n    environment: {COLOUR: red}");
    }

    /** After the change, when the first new container runs and its probe has said {@code health}. */
    private static Scene begun(String config, Health health) {
        Scene scene = up(config);
        scene.up(changed(config));
        for (int round = 0; round < 40; round++) {
            Plan plan = scene.plan();
            scene.play(plan, health);
            boolean started = plan.actions().stream().anyMatch(Action.StartContainer.class::isInstance);
            if (started) {
                return scene;
            }
            scene.now += 200;
        }
        throw new AssertionError("no new container was started");
    }

    @Test
    void twoReplicasAreReplacedOneAfterTheOther() {
        Scene scene = up("parallelism: 1");
        scene.up(changed("parallelism: 1"));
        assertThat(scene.converge()).isEqualTo("""
                        choose image base
                        keep container shop-web-1
                        keep container shop-web-2
                        drain container shop-web-1
                        apply names and ports
                        stop container shop-web-1
                        remove container shop-web-1
                        apply names and ports
                        create container shop-web-1
                        connect container shop-web-1
                        start container shop-web-1
                        drain container shop-web-2
                        apply names and ports
                        apply names and ports
                        stop container shop-web-2
                        remove container shop-web-2
                        apply names and ports
                        create container shop-web-2
                        connect container shop-web-2
                        start container shop-web-2
                        note that web is updated
                        apply names and ports
                        """);
        assertThat(scene.service("web").update()).isNull();
    }

    @Test
    void whatIsOnlyRememberedOfOlderOnesGivesNoneOfThemATurn() {
        Scene scene = up("order: start-first");
        scene.up(changed("order: start-first"));
        scene.play(scene.plan(), Health.HEALTHY);
        assertThat(scene.plan().actions()).extracting(Action::text).containsExactly("create container shop-web-1");

        scene.busy("shop-web-1", "shop-web-2");

        assertThat(scene.plan().actions()).extracting(Action::text).isEmpty();
    }

    @Test
    void startFirstHasTwoInAPlaceForAWhile() {
        Scene scene = up("order: start-first");
        scene.up(changed("order: start-first"));
        assertThat(scene.converge())
                .containsSubsequence(
                        "create container shop-web-1",
                        "connect container shop-web-1",
                        "start container shop-web-1",
                        "drain container shop-web-1",
                        "stop container shop-web-1",
                        "remove container shop-web-1",
                        "create container shop-web-2");
        assertThat(scene.observed.containers()).hasSize(2);
    }

    @Test
    void whatRestartsWithAServiceServesUntilThatIsUpdated() {
        String with = """
              app:
                image: base
                depends_on: {web: {condition: service_healthy, restart: true}}
              front:
                image: base
                depends_on: {app: {condition: service_started, restart: true}}
            """;
        Scene scene = new Scene(WEB.replace("CONFIG", "order: start-first") + with);
        scene.converge();
        scene.up(changed("order: start-first") + with);
        for (String dependent : List.of("app", "front")) {
            scene.change(
                    dependent, service -> service.withTokens(service.tokens().nextRestart(scene.now)));
        }

        assertThat(scene.pending()).contains("shop-app-1 is restarted when web is updated");
        assertThat(scene.converge())
                .containsSubsequence(
                        "remove container shop-web-1",
                        "start container shop-web-2",
                        "remove container shop-web-2",
                        "stop container shop-front-1",
                        "stop container shop-app-1",
                        "start container shop-app-1",
                        "start container shop-front-1")
                .containsOnlyOnce("stop container shop-app-1");
        assertThat(scene.plan().actions()).isEmpty();
    }

    @Test
    void whatRestartsWithAServiceAndEndsMeanwhileServesAgainBeforeThatIsUpdated() {
        String with = """
              app:
                image: base
                restart: always
                depends_on: {web: {condition: service_healthy, restart: true}}
            """;
        Scene scene = new Scene(WEB.replace("CONFIG", "order: start-first") + with);
        scene.converge();
        scene.up(changed("order: start-first") + with);
        scene.change("app", service -> service.withTokens(service.tokens().nextRestart(scene.now)));
        scene.play(scene.plan(), Health.HEALTHY);
        scene.exits("shop-app-1", 1, 60_000);
        assertThat(scene.converge())
                .containsSubsequence(
                        "start container shop-app-1",
                        "remove container shop-web-2",
                        "stop container shop-app-1",
                        "start container shop-app-1");
    }

    @Test
    void whatRestartsWithAServiceThatStopsFirstStopsBeforeIt() {
        String with = """
              app:
                image: base
                depends_on: {web: {condition: service_healthy, restart: true}}
            """;
        Scene scene = new Scene(WEB.replace("CONFIG", "parallelism: 0") + with);
        scene.converge();
        scene.up(changed("parallelism: 0") + with);
        scene.change("app", service -> service.withTokens(service.tokens().nextRestart(scene.now)));
        assertThat(scene.converge())
                .containsSubsequence(
                        "stop container shop-app-1", "stop container shop-web-1", "start container shop-app-1");
    }

    @Test
    void allAtOnceNeedsNobodyWhoServes() {
        Scene scene = up("parallelism: 0");
        scene.up(changed("parallelism: 0"));
        assertThat(scene.converge())
                .containsSubsequence("remove container shop-web-1", "remove container shop-web-2", "create container");
    }

    @Test
    void theNextOneWaitsUntilTheFirstIsHealthy() {
        Scene scene = begun("parallelism: 1", Health.STARTING);
        scene.now += 60_000;
        assertThat(scene.plan().actions()).noneMatch(Action.OnContainer.class::isInstance);
        assertThat(scene.pending()).containsExactly("web is updated, 1 to go: container shop-web-1 is not healthy yet");
        scene.set("shop-web-1", container -> container.withHealth(Health.HEALTHY, scene.now));
        assertThat(scene.converge()).contains("remove container shop-web-2");
    }

    @Test
    void aBatchWaitsAndIsWatched() {
        Scene scene = begun("monitor: 5s, delay: 3s", Health.HEALTHY);
        long started = scene.now;
        scene.play(scene.plan(), Health.HEALTHY);
        assertThat(scene.plan().lookAgainAt()).isEqualTo(OptionalLong.of(started + 5_000));
        scene.now = started + 5_000;
        assertThat(scene.plan().lookAgainAt()).isEqualTo(OptionalLong.of(started + 8_000));
        assertThat(scene.plan().actions()).isEmpty();
        scene.now = started + 8_000;
        assertThat(scene.plan().actions()).singleElement().isInstanceOf(Action.DrainContainer.class);
    }

    @Test
    void aFailurePausesAndTheOthersRunOn() {
        Scene scene = begun("parallelism: 1", Health.UNHEALTHY);
        assertThat(scene.converge()).contains("pause the update of web").doesNotContain("shop-web-2");
        Update update = Objects.requireNonNull(scene.service("web").update());
        assertThat(update.state()).isEqualTo(Update.State.PAUSED);
        assertThat(update.reason()).isEqualTo("container shop-web-1 is unhealthy");
    }

    @Test
    void whilePausedAnOlderContainerIsRestartedAsItWasMade() {
        Scene scene = begun("parallelism: 1", Health.UNHEALTHY);
        scene.converge();
        scene.exits("shop-web-2", 1, 60_000);
        assertThat(scene.plan().actions())
                .filteredOn(Action.StartContainer.class::isInstance)
                .singleElement()
                .satisfies(action -> assertThat(((Action.StartContainer) action)
                                .service()
                                .spec()
                                .environment())
                        .isEmpty());
    }

    @Test
    void whatEndedAndCameBackBeforeAnotherUpDoesNotFailThatOne() {
        Scene scene = begun("parallelism: 1", Health.STARTING);
        scene.set("shop-web-1", container -> {
            Memo memo = container.memo();
            return container.withMemo(
                    new Memo(true, 1, 1, memo.start(), memo.restart(), memo.kill(), memo.stopDeadline()));
        });
        assertThat(texts(scene)).contains("pause the update of web");

        scene.change("web", service -> service.withTokens(service.tokens().nextStart(scene.now)));
        assertThat(texts(scene)).contains("keep container shop-web-1").doesNotContain("pause the update of web");
    }

    private static List<String> texts(Scene scene) {
        return scene.plan().actions().stream().map(Action::text).toList();
    }

    @Test
    void whilePausedACommandRestartsWhatRuns() {
        Scene scene = begun("parallelism: 1", Health.UNHEALTHY);
        scene.converge();
        scene.change("web", service -> service.withTokens(service.tokens().nextRestart(scene.now)));
        String id = scene.container("shop-web-2").id();
        assertThat(scene.converge()).contains("stop container shop-web-2", "restart container shop-web-2");
        assertThat(scene.container("shop-web-2").id()).isEqualTo(id);
    }

    @Test
    void whatWasStoppedInItsTurnRunsAgainWhenTheUpdateIsPaused() {
        Scene scene = begun("parallelism: 1", Health.UNHEALTHY);
        scene.set(
                "shop-web-2",
                container -> container
                        .withLife(new Life.Exited(0, scene.now, 60_000))
                        .withMemo(container.memo().stopping(scene.now + 10_000)));
        scene.change(
                "web",
                service -> service.withUpdate(
                        Objects.requireNonNull(service.update()).with(Update.State.PAUSED, "x")));
        assertThat(scene.converge()).contains("restart container shop-web-2").doesNotContain("remove");
    }

    @Test
    void aFailureIsRolledBack() {
        Scene scene = begun("failure_action: rollback", Health.UNHEALTHY);
        assertThat(scene.converge())
                .containsSubsequence("roll back web", "remove container shop-web-1", "start container shop-web-1")
                .doesNotContain("shop-web-2");
        Update update = Objects.requireNonNull(scene.service("web").update());
        assertThat(update.state()).isEqualTo(Update.State.ROLLED_BACK);
        assertThat(scene.service("web").spec().environment()).isEmpty();
        assertThat(scene.plan().actions()).isEmpty();
    }

    @Test
    void aFailingWayBackStops() {
        Scene scene = begun("failure_action: rollback", Health.UNHEALTHY);
        for (int round = 0; round < 60; round++) {
            scene.play(scene.plan(), Health.UNHEALTHY);
            scene.now += 100;
        }
        Update update = Objects.requireNonNull(scene.service("web").update());
        assertThat(update.state()).isEqualTo(Update.State.STUCK);
        assertThat(update.reason())
                .isEqualTo("container shop-web-1 is unhealthy, and on the way back container shop-web-1 is unhealthy");
    }

    @Test
    void someFailuresAreBorneWhereTheFileSaysSo() {
        for (String config : List.of("failure_action: continue", "max_failure_ratio: 0.5")) {
            Scene scene = begun(config, Health.UNHEALTHY);
            assertThat(scene.converge()).as(config).contains("remove container shop-web-2");
        }
    }

    @Test
    void whoDependsOnAServiceIsUpdatedAfterIt() {
        String both = """
                services:
                  db: {image: base, restart: always}
                  web: {image: base, restart: always, depends_on: [db]}
                """;
        Scene scene = new Scene(both);
        scene.converge();
        scene.up(both.replace("image: base", "image: base, environment: {COLOUR: red}"));
        assertThat(scene.converge())
                .containsSubsequence(
                        "start container shop-db-1", "stop container shop-web-1", "start container shop-web-1");
    }

    @Test
    void namesAndPortsLeadToThoseThatAreReady() {
        Scene scene = up("parallelism: 1");
        scene.set("shop-web-1", container -> container.withHealth(Health.STARTING));
        scene.converge();
        assertThat(targets(scene)).hasSize(1);
        scene.set("shop-web-2", container -> container.withHealth(Health.UNHEALTHY, scene.now));
        assertThat(routing(scene).ports().get(0).targets())
                .as("who serves badly serves")
                .hasSize(2);
    }

    private static Routing routing(Scene scene) {
        return scene.plan().actions().stream()
                .filter(Action.ApplyRouting.class::isInstance)
                .map(action -> ((Action.ApplyRouting) action).routing())
                .findFirst()
                .orElseGet(() -> Objects.requireNonNull(scene.observed.routing()));
    }

    private static List<String> targets(Scene scene) {
        return Objects.requireNonNull(scene.observed.routing()).ports().get(0).targets();
    }

    @Test
    void whoDrainsFinishesWhatItServesButNotForEver() {
        Scene scene = up("parallelism: 1");
        scene.up(changed("parallelism: 1"));
        for (int round = 0; round < 4; round++) {
            scene.play(scene.plan(), Health.HEALTHY);
        }
        scene.set("shop-web-1", container -> container.serving(1));
        scene.now += 9_000;
        assertThat(scene.plan().actions()).isEmpty();
        assertThat(scene.plan().lookAgainAt()).isEqualTo(OptionalLong.of(scene.now + 50));
        scene.now += 1_000;
        assertThat(scene.plan().actions()).singleElement().isInstanceOf(Action.StopContainer.class);
    }

    @Test
    void whoIsWantedAgainDrainsNoMore() {
        Scene scene = up("parallelism: 1");
        WantedProject before = scene.wanted;
        scene.up(changed("parallelism: 1"));
        for (int round = 0; round < 4; round++) {
            scene.play(scene.plan(), Health.HEALTHY);
        }
        assertThat(scene.container("shop-web-1").memo().care().drainDeadline()).isPositive();
        scene.wanted = before;
        assertThat(scene.converge()).contains("keep container shop-web-1").doesNotContain("stop container");
        assertThat(scene.container("shop-web-1").memo().care().drainDeadline()).isZero();
    }

    @Test
    void fewerReplicasEndWithoutHurry() {
        Scene scene = up("parallelism: 1");
        scene.change("web", service -> service.withReplicas(1));
        assertThat(scene.converge())
                .containsSubsequence(
                        "drain container shop-web-2", "apply names and ports", "stop container shop-web-2");
    }
}
