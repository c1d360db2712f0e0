package io.jcompose.orchestrator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.plan.Scene;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;

class WishesTest {
    private static final String BOTH = """
            services:
              db: {image: base}
              web: {image: base, depends_on: [db]}
            """;
    private static final String ALONE = """
            services:
              db: {image: base}
            """;

    private static UpRequest request(String yaml, String... services) {
        return new UpRequest(Scene.load(yaml), Set.of(), UpAsked.USUAL.of(new Chosen(List.of(services), false)));
    }

    private static WantedService service(WantedProject project, String name) {
        return Objects.requireNonNull(project.services().get(name));
    }

    @Test
    void upOfOneServiceLeavesTheOthersAsTheyWere() {
        WantedProject first = Wishes.up(null, request(BOTH), 10);
        WantedProject second = Wishes.up(first, request(BOTH, "db"), 20);
        assertThat(service(second, "web")).isEqualTo(service(first, "web"));
        assertThat(service(second, "db").tokens().start()).isEqualTo(20);
    }

    @Test
    void upDuringDownIsANewCommandForTheContainersThatAreEnding() {
        WantedProject first = Wishes.up(null, request(BOTH), 10);
        WantedProject down = OperationWishes.down(first, DownAsked.USUAL);
        WantedProject again = Wishes.up(down, request(BOTH), 10);
        assertThat(again.down()).isNull();
        assertThat(service(again, "web").tokens().start())
                .isGreaterThan(service(first, "web").tokens().start());
        assertThat(service(again, "web").running()).isTrue();
    }

    @Test
    void upOfOneServiceDuringDownDoesNotBringTheOthersBack() {
        WantedProject down = OperationWishes.down(Wishes.up(null, request(BOTH), 10), DownAsked.USUAL);
        assertThat(Wishes.up(down, request(BOTH, "db"), 20).services()).containsOnlyKeys("db");
    }

    @Test
    void aServiceThatComesBackIsCommandedAnew() {
        WantedProject first = Wishes.up(null, request(BOTH), 10);
        WantedProject without = Wishes.up(first, request(ALONE), 20);
        WantedProject back = Wishes.up(without, request(BOTH), 30);
        assertThat(service(back, "web").tokens().start())
                .as("greater than what an orphan remembers")
                .isGreaterThan(service(first, "web").tokens().start());
    }

    @Test
    void whatRunsGoesOnRunningWhenItIsOnlyCreated() {
        WantedProject created = Wishes.up(null, created(ALONE), 10);
        assertThat(service(created, "db").running()).isFalse();
        WantedProject run = Wishes.up(created, request(BOTH), 20);
        WantedProject again = Wishes.up(run, created(BOTH), 30);
        assertThat(service(again, "db").running()).isTrue();
        assertThat(service(again, "db").tokens())
                .as("nothing is started")
                .isEqualTo(service(run, "db").tokens());
        WantedProject stopped = OperationWishes.after(again, new Operation.Stop(List.of("db"), null), 35);
        assertThat(service(Wishes.up(stopped, created(BOTH), 40), "db").running())
                .isFalse();
    }

    private static UpRequest created(String yaml) {
        return new UpRequest(Scene.load(yaml), Set.of(), UpAsked.USUAL.creatingOnly());
    }
}
