package io.jcompose.orchestrator.plan;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What happens to a container that is not running: the table of policy by what befell it. */
class RestartTableTest {
    private static Scene running(String policy) {
        Scene scene = new Scene("services: {app: {image: base, restart: \"" + policy + "\"}}");
        scene.converge();
        return scene;
    }

    private static boolean starts(Scene scene) {
        return scene.plan().actions().stream().anyMatch(Action.StartContainer.class::isInstance);
    }

    @ParameterizedTest(name = "{0}: exit 0 {1}, exit 1 {2}, failed start {3}, reboot {4}, reboot after exit 0 {5}")
    @CsvSource({
        "no,             false, false, false, false, false",
        "on-failure,     false, true,  true,  true,  false",
        "always,         true,  true,  true,  true,  true",
        "unless-stopped, true,  true,  true,  true,  true",
    })
    void isWhatTheTableSays(
            String policy, boolean exit0, boolean exit1, boolean failedStart, boolean reboot, boolean rebootAfter0) {
        Scene scene = running(policy);
        scene.exits("shop-app-1", 0, 60_000);
        assertThat(starts(scene)).as("exit 0").isEqualTo(exit0);
        scene.exits("shop-app-1", 1, 60_000);
        assertThat(starts(scene)).as("exit 1").isEqualTo(exit1);
        scene.set("shop-app-1", container -> container.withLife(new Life.FailedToStart("x", scene.now - 60_000)));
        assertThat(starts(scene)).as("failed start").isEqualTo(failedStart);

        // A reboot and a lost keeper look alike: nobody saw the exit code, so it counts as a failure.
        scene.set("shop-app-1", container -> container.withMemo(new Memo(false, 0, 0, 1, 0, 0, 0)));
        scene.exits("shop-app-1", 255, 60_000);
        assertThat(starts(scene)).as("reboot").isEqualTo(reboot);
        scene.exits("shop-app-1", 0, 60_000);
        assertThat(starts(scene)).as("reboot after exit 0").isEqualTo(rebootAfter0);
    }

    @ParameterizedTest
    @CsvSource({"no", "on-failure", "always", "unless-stopped"})
    void anOperatorsStopWinsOverEveryPolicyUntilStart(String policy) {
        Scene scene = running(policy);
        scene.change("app", service -> service.withRunning(false, null));
        scene.exits("shop-app-1", 137, 60_000);
        assertThat(starts(scene)).isFalse();
        scene.change(
                "app",
                service -> service.withRunning(true, null)
                        .withTokens(service.tokens().nextStart(1)));
        assertThat(starts(scene)).isTrue();
    }

    @Test
    void theFirstRestartIsAtOnceAndThenTheWaitDoubles() {
        Scene scene = running("always");
        long[] waits = {0, 100, 200, 400, 800, 1600};
        for (long wait : waits) {
            scene.exits("shop-app-1", 1, 50);
            if (wait > 0) {
                assertThat(starts(scene)).isFalse();
                assertThat(scene.plan().lookAgainAt()).isEqualTo(OptionalLong.of(scene.now + wait));
            }
            scene.now += wait;
            Action.StartContainer start = scene.plan().actions().stream()
                    .filter(Action.StartContainer.class::isInstance)
                    .map(Action.StartContainer.class::cast)
                    .findFirst()
                    .orElseThrow();
            scene.set(
                    "shop-app-1",
                    container -> container.withLife(new Life.Running(scene.now)).withMemo(start.memo()));
        }
        assertThat(scene.container("shop-app-1").memo().restarts()).isEqualTo(waits.length);
    }

    @Test
    void aLongRunEndsTheStreak() {
        Scene scene = running("always");
        scene.set("shop-app-1", container -> container.withMemo(new Memo(true, 9, 9, 1, 0, 0, 0)));
        scene.exits("shop-app-1", 1, Backoff.LONG_RUN_MILLIS);
        assertThat(starts(scene)).isTrue();
    }

    @Test
    void onFailureGivesUpAfterItsAttempts() {
        Scene scene = running("on-failure:2");
        scene.set("shop-app-1", container -> container.withMemo(new Memo(true, 2, 0, 1, 0, 0, 0)));
        scene.exits("shop-app-1", 1, 60_000);
        assertThat(starts(scene)).isFalse();
    }

    @Test
    void theWaitNeverPassesAMinute() {
        assertThat(Backoff.millis(1_000)).isEqualTo(60_000);
    }
}
