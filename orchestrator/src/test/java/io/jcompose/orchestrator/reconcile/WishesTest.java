package io.jcompose.orchestrator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Loader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
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
        return new UpRequest(model(yaml), Set.of(), List.of(services), Map.of(), false, false, false, false, null);
    }

    private static Project model(String yaml) {
        try {
            return Loader.load(new LoadRequest(
                            List.of("-"),
                            Path.of("/srv/shop"),
                            null,
                            "shop",
                            List.of(),
                            List.of(),
                            Map.of(),
                            List.of(),
                            () -> yaml))
                    .project();
        } catch (SpecException e) {
            throw new IllegalArgumentException(e.problems().toString(), e);
        }
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
        WantedProject down = Wishes.down(first, false, false, null);
        WantedProject again = Wishes.up(down, request(BOTH), 10);
        assertThat(again.down()).isNull();
        assertThat(service(again, "web").tokens().start())
                .isGreaterThan(service(first, "web").tokens().start());
        assertThat(service(again, "web").running()).isTrue();
    }

    @Test
    void upOfOneServiceDuringDownDoesNotBringTheOthersBack() {
        WantedProject down = Wishes.down(Wishes.up(null, request(BOTH), 10), false, false, null);
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
}
