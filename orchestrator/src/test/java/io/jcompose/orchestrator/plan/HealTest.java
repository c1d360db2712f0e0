package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/** What is done to a container that its probe calls unhealthy. */
class HealTest {
    private static final String APP = """
            services:
              app: {image: base, restart: POLICY, x-heal: HEAL, healthcheck: {test: ["CMD", "true"]}}
            """;

    private static Scene unhealthy(String policy, String heal) {
        String yaml = APP.replace("POLICY", policy);
        Scene scene = new Scene(heal.isEmpty() ? yaml.replace("x-heal: HEAL, ", "") : yaml.replace("HEAL", heal));
        scene.converge();
        scene.set("shop-app-1", container -> container.withHealth(Health.UNHEALTHY, scene.now));
        return scene;
    }

    @Test
    void whatRestartsAfterACrashIsRestarted() {
        for (String policy : List.of("always", "unless-stopped", "on-failure")) {
            Scene scene = unhealthy(policy, "");
            assertThat(scene.converge())
                    .as(policy)
                    .containsSubsequence("keep container", "stop container shop-app-1", "restart container shop-app-1");
        }
    }

    @Test
    void whatStaysDownIsLeftAloneUnlessTheFileSaysOtherwise() {
        assertThat(unhealthy("\"no\"", "").converge()).isEmpty();
        assertThat(unhealthy("always", "none").converge()).isEmpty();
        assertThat(unhealthy("\"no\"", "restart").converge()).contains("restart container shop-app-1");
    }

    @Test
    void itCanBeReplacedByANewOneThatKnowsHowOftenThatWas() {
        Scene scene = unhealthy("always", "replace");
        String old = scene.container("shop-app-1").id();
        List<Action> actions = new java.util.ArrayList<>();
        for (int round = 0; round < 12; round++) {
            Plan plan = scene.plan();
            actions.addAll(plan.actions());
            scene.play(plan, Health.STARTING);
        }
        assertThat(actions.stream().map(Action::text))
                .containsSubsequence(
                        "stop container shop-app-1",
                        "create container shop-app-1",
                        "remove container shop-app-1",
                        "start container shop-app-1");
        assertThat(scene.container("shop-app-1").id()).isNotEqualTo(old);
        assertThat(scene.container("shop-app-1").memo().care().heals()).isEqualTo(1);
    }

    @Test
    void itIsHealedEverLaterUntilItHasBeenHealthy() {
        Scene scene = unhealthy("always", "");
        long[] waits = {0, 100, 200, 400, 800, 60_000, 60_000};
        for (int heals = 0; heals < waits.length; heals++) {
            int count = heals;
            scene.set(
                    "shop-app-1",
                    container -> container
                            .withHealth(Health.UNHEALTHY, scene.now)
                            .withMemo(container.memo().with(new Care(0, count, false))));
            if (waits[heals] > 0) {
                assertThat(scene.plan().actions()).isEmpty();
                assertThat(scene.plan().lookAgainAt()).isEqualTo(OptionalLong.of(scene.now + waits[heals]));
            }
            scene.now += waits[heals];
            assertThat(scene.plan().actions()).singleElement().isInstanceOf(Action.Remember.class);
        }
        scene.set("shop-app-1", container -> container.withHealth(Health.HEALTHY, scene.now));
        scene.converge();
        assertThat(scene.container("shop-app-1").memo().care().heals()).isZero();
    }

    @Test
    void aDaemonThatWasKilledInBetweenGoesOn() {
        Scene scene = unhealthy("always", "");
        scene.play(scene.plan(), Health.STARTING);
        scene.play(scene.plan(), Health.STARTING);
        assertThat(scene.container("shop-app-1").life()).isInstanceOf(Life.Exited.class);
        assertThat(scene.converge()).contains("restart container shop-app-1");
        assertThat(scene.container("shop-app-1").memo().care()).isEqualTo(Care.NONE);
    }
}
