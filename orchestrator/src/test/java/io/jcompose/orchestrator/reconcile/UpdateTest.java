package io.jcompose.orchestrator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.plan.Scene;
import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** From which version an update begins, and that it survives the daemon. */
class UpdateTest {
    private static final String YAML = """
            services:
              web: {image: base, environment: {VERSION: one}, deploy: {replicas: 3}}
            """;

    private static UpRequest request(String version) {
        return new UpRequest(Scene.load(YAML.replace("one", version)), Set.of(), UpAsked.USUAL);
    }

    private static WantedProject up(@Nullable WantedProject before, String version, long now) {
        WantedProject project = Wishes.up(before, request(version), now);
        return project.withService(web(project).withImage("sha256:1", null));
    }

    private static WantedService web(WantedProject project) {
        return Objects.requireNonNull(project.services().get("web"));
    }

    private static Update update(WantedProject project) {
        return Objects.requireNonNull(web(project).update());
    }

    private static WantedProject in(WantedProject project, Update.State state) {
        return project.withService(web(project).withUpdate(update(project).with(state, "x")));
    }

    private static String previous(WantedProject project) {
        return Objects.requireNonNull(
                update(project).previous().spec().environment().get("VERSION"));
    }

    @Test
    void whatIsBroughtUpFirstOrUnchangedIsNoUpdate() {
        WantedProject first = up(null, "one", 10);
        assertThat(web(first).update()).isNull();
        assertThat(web(up(first, "one", 20)).update()).isNull();
    }

    @Test
    void itBeginsAtWhatTheContainersAreOf() {
        WantedProject second = up(up(null, "one", 10), "two", 20);
        assertThat(previous(second)).isEqualTo("one");
        assertThat(update(second).begun()).isEqualTo(20);
        WantedProject finished = second.withService(web(second).withUpdate(null));
        assertThat(previous(up(finished, "three", 30))).isEqualTo("two");
    }

    @Test
    void whatCameToNoEndBeganAtTheLastGoodVersion() {
        WantedProject second = up(up(null, "one", 10), "two", 20);
        for (Update.State state : List.of(Update.State.ROLLING, Update.State.PAUSED)) {
            assertThat(previous(up(in(second, state), "three", 30))).isEqualTo("one");
            WantedProject again = up(in(second, state), "two", 30);
            assertThat(previous(again)).isEqualTo("one");
            assertThat(update(again).state()).isEqualTo(Update.State.ROLLING);
        }
    }

    @Test
    void theWayBackWantsTheVersionBeforeAndRemembersTheOther() {
        WantedProject second = up(up(null, "one", 10), "two", 20);
        WantedService back = web(second).rolledBack("it failed", 30);
        assertThat(back.spec().environment()).containsEntry("VERSION", "one");
        assertThat(back.image()).isEqualTo("sha256:1");
        WantedProject rolledBack = second.withService(back);
        assertThat(previous(rolledBack)).isEqualTo("two");
        assertThat(previous(up(in(rolledBack, Update.State.ROLLED_BACK), "three", 40)))
                .isEqualTo("one");
    }

    @Test
    void itIsStored() throws Exception {
        WantedProject second = in(up(up(null, "one", 10), "two", 20), Update.State.PAUSED);
        assertThat(ProjectFile.read(ProjectFile.write(second))).isEqualTo(second);
        WantedProject first = up(null, "one", 10);
        assertThat(ProjectFile.read(ProjectFile.write(first))).isEqualTo(first);
    }
}
