package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.plan.WantedService.Tokens;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class OneOffTest {
    private static final String SHOP = """
            services:
              db: {image: base, healthcheck: {test: [CMD, "true"]}}
              app-run-1:
                image: base
                container_name: shop-app-run-1
                depends_on: {db: {condition: service_healthy}}
            """;

    private static Scene scene(boolean remove, boolean attended) {
        Scene scene = new Scene(SHOP);
        scene.change(
                "app-run-1",
                service -> service.withTokens(Tokens.NONE)
                        .withRunning(!attended, null)
                        .withOneOff(new OneOff("app", remove, attended, false)));
        return scene;
    }

    @Test
    void startsOnceAfterWhatItDependsOn() {
        Scene scene = scene(false, false);
        assertThat(scene.converge()).containsSubsequence("start container shop-db-1", "start container shop-app-run-1");
        scene.exits("shop-app-run-1", 3, 10);
        assertThat(scene.converge()).doesNotContain("app-run");
        scene.set("shop-app-run-1", container -> container.withMemo(new Memo(false, 0, 0, 0, 0, 0, 0)));
        assertThat(scene.converge()).as("after a reboot").doesNotContain("start container shop-app-run-1");
    }

    @Test
    void goesWhenItHasEndedAndWasToBeRemoved() {
        Scene scene = scene(true, false);
        scene.converge();
        scene.exits("shop-app-run-1", 3, 10);
        assertThat(scene.converge()).isEqualTo("""
                end one-off app-run-1
                apply names and ports
                remove container shop-app-run-1
                forget one-off app-run-1
                """);
        assertThat(scene.observed.containers()).hasSize(1);
    }

    @Test
    void staysForItsClientToSeeTheEnd() {
        Scene scene = scene(true, true);
        assertThat(scene.converge())
                .contains("create container shop-app-run-1")
                .doesNotContain("start container shop-app");
        scene.change("app-run-1", service -> service.withRunning(true, null));
        assertThat(scene.converge()).contains("start container shop-app-run-1");
        scene.exits("shop-app-run-1", 0, 10);
        assertThat(scene.converge()).doesNotContain("end one-off", "remove container");
    }

    @Test
    void isStoppedAndForgottenWhenItIsNotWantedAnyMore() {
        Scene scene = scene(false, false);
        scene.converge();
        SortedMap<String, WantedService> services = new TreeMap<>(scene.wanted.services());
        services.computeIfPresent("app-run-1", (name, service) -> service.withReplicas(0));
        scene.wanted = scene.wanted.withServices(services);
        assertThat(scene.converge())
                .containsSubsequence(
                        "stop container shop-app-run-1", "remove container shop-app-run-1", "forget one-off app-run-1");
    }

    @Test
    void goesDownWithItsProject() {
        Scene scene = scene(false, false);
        scene.converge();
        scene.wanted = scene.wanted.goingDown(false, false);
        assertThat(scene.converge())
                .containsSubsequence(
                        "stop container shop-app-run-1", "stop container shop-db-1", "forget project shop");
    }
}
