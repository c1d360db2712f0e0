package io.jcompose.orchestrator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.plan.Obstacle;
import io.jcompose.orchestrator.plan.Scene;
import io.jcompose.orchestrator.plan.WantedProject;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AwaitedTest {
    private static final WantedProject UP =
            Wishes.up(null, new UpRequest(Scene.load("""
            services:
              base: {image: base}
              db: {image: base, depends_on: [base]}
              web: {image: base, depends_on: {db: {condition: service_started, restart: true}}}
              other: {image: base}
            """), Set.of(), UpAsked.USUAL), 10);

    private static Round round(List<Obstacle> pending, List<Obstacle> hopeless) {
        return new Round(UP.version(), Set.of(), pending, hopeless);
    }

    private static Obstacle of(String service) {
        return new Obstacle(service, service + " is in trouble");
    }

    @Test
    void aCommandOnAllServicesWaitsForAll() {
        Awaited all = Awaited.of(List.of(), null, UP);
        assertThat(all).isEqualTo(Awaited.all(UP.version()));
        assertThat(all.hopelessIn(round(List.of(), List.of(of("other"))))).containsExactly("other is in trouble");
        assertThat(all.restsIn(round(List.of(of("other")), List.of()))).isFalse();
    }

    @Test
    void oneOnNamedServicesWaitsForTheseForWhatTheyDependOnAndForWhatElseItChanged() {
        assertThat(Awaited.of(List.of("other"), UP, UP).others()).containsExactly("base", "db", "web");
        assertThat(Awaited.of(List.of("db"), UP, UP).others()).containsExactly("other", "web");
        WantedProject after = OperationWishes.after(UP, new Operation.Restart(List.of("db"), null, false), 20);
        assertThat(Awaited.of(List.of("db"), UP, after).others()).containsExactly("other");
    }

    @Test
    void troubleOfOthersIsNeitherWaitedForNorTold() {
        Awaited other = Awaited.of(List.of("other"), UP, UP);
        Round round = round(List.of(of("web")), List.of(of("db")));
        assertThat(other.restsIn(round)).isTrue();
        assertThat(other.hopelessIn(round)).isEmpty();
        assertThat(other.restsIn(round(List.of(of("other")), List.of(of("db")))))
                .as("it goes on, whatever becomes of others")
                .isFalse();
    }

    @Test
    void workOnOthersIsNotWaitedFor() {
        Awaited other = Awaited.of(List.of("other"), UP, UP);
        assertThat(other.restsIn(busy("web"))).isTrue();
        assertThat(other.restsIn(busy("other", "web"))).isFalse();
        assertThat(other.restsIn(busy("", "web"))).as("a network is made").isFalse();
        assertThat(Awaited.all(UP.version()).restsIn(busy("web"))).isFalse();
    }

    private static Round busy(String... services) {
        return new Round(UP.version(), Set.of(services), List.of(), List.of());
    }

    @Test
    void whatIsOfTheWholeProjectIsOfEachCommand() {
        Awaited other = Awaited.of(List.of("other"), UP, UP);
        Round round = round(List.of(), List.of(Obstacle.ofAll("there is no network")));
        assertThat(other.hopelessIn(round)).containsExactly("there is no network");
    }

    @Test
    void whatNobodyDeclaresAnyMoreIsWaitedFor() {
        Awaited other = Awaited.of(List.of("other"), UP, UP);
        assertThat(other.restsIn(round(List.of(of("orphan")), List.of()))).isFalse();
        assertThat(other.hopelessIn(round(List.of(), List.of(of("orphan"))))).containsExactly("orphan is in trouble");
    }

    @Test
    void anEarlierVersionIsNoRest() {
        Awaited later = Awaited.all(UP.version() + 1);
        assertThat(later.restsIn(round(List.of(), List.of()))).isFalse();
        assertThat(later.restsIn(null)).isFalse();
    }
}
