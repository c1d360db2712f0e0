package io.jcompose.orchestrator.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.asked.Recreation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.plan.OneOff;
import io.jcompose.orchestrator.plan.Remaking;
import io.jcompose.orchestrator.plan.Scene;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
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
    void whatIsBroughtUpAloneNeedsOnlyWhatCameWithIt() {
        String three = BOTH + "  front: {image: base, depends_on: [web]}\n";
        WantedProject first = Wishes.up(null, request(three), 10);
        UpAsked asked = UpAsked.USUAL.of(new Chosen(List.of("front", "web"), true));
        WantedProject alone = Wishes.up(first, new UpRequest(Scene.load(three), Set.of(), asked), 20);
        assertThat(service(alone, "web").needs(service(alone, "db"))).isFalse();
        assertThat(service(alone, "front").needs(service(alone, "web"))).isTrue();
        assertThat(Awaited.of(List.of("front", "web"), first, alone).others()).containsExactly("db");
        WantedProject again = Wishes.up(alone, request(three, "web"), 30);
        assertThat(service(again, "web").needs(service(again, "db"))).isTrue();
    }

    @Test
    void aServiceThatNoProfileEnablesAnyMoreStaysAsItWasAndIsNotWaitedFor() {
        String profiled = BOTH + "  debug: {image: base, depends_on: [db]}\n";
        WantedProject first = Wishes.up(null, request(profiled), 10);
        UpRequest without = new UpRequest(Scene.load(BOTH), Set.of("debug", "never"), UpAsked.USUAL);
        WantedProject second = Wishes.up(first, without, 20);
        assertThat(second.services()).containsOnlyKeys("db", "debug", "web");
        assertThat(service(second, "debug")).isEqualTo(service(first, "debug"));
        assertThat(Awaited.of(List.of(), first, second).others()).containsExactly("debug");
        assertThat(Wishes.up(second, request(BOTH), 30).services()).containsOnlyKeys("db", "web");
        WantedProject down = OperationWishes.down(second, DownAsked.USUAL);
        assertThat(Awaited.of(List.of(), second, down).others()).isEmpty();
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

    private static UpRequest recreating(String yaml, Recreation recreation, String... services) {
        UpAsked asked = UpAsked.USUAL.of(new Chosen(List.of(services), false)).recreating(recreation);
        return new UpRequest(Scene.load(yaml), Set.of(), asked);
    }

    @Test
    void whatExistsIsNotRecreatedWhenThatIsAsked() {
        Recreation never = new Recreation(Recreation.When.NEVER, Recreation.When.NEVER, false);
        WantedProject first = Wishes.up(null, request(ALONE), 10);
        WantedProject stopped = OperationWishes.after(first, new Operation.Stop(List.of(), null), 15);
        WantedProject second = Wishes.up(stopped, recreating(BOTH.replace("base", "other"), never), 20);
        assertThat(service(second, "db").spec().image()).isEqualTo("base");
        assertThat(service(second, "db").running()).isTrue();
        assertThat(service(second, "db").tokens().start()).isEqualTo(20);
        assertThat(service(second, "web").spec().image()).as("it is new").isEqualTo("other");
        assertThat(service(Wishes.up(second, request(BOTH.replace("base", "other")), 30), "db")
                        .spec()
                        .image())
                .isEqualTo("other");
    }

    @Test
    void recreationIsOfWhatIsNamedUnlessItsDependenciesAreAskedForToo() {
        WantedProject first = Wishes.up(null, request(BOTH), 10);
        WantedProject named = Wishes.up(first, recreating(BOTH, Recreation.FORCED, "web"), 20);
        assertThat(service(named, "web").tokens().recreate()).isEqualTo(20);
        assertThat(service(named, "db").tokens().recreate()).isZero();
        Recreation others = new Recreation(Recreation.When.CHANGED, Recreation.When.ALWAYS, false);
        WantedProject dependencies = Wishes.up(first, recreating(BOTH, others, "web"), 20);
        assertThat(service(dependencies, "web").tokens().recreate()).isZero();
        assertThat(service(dependencies, "db").tokens().recreate()).isEqualTo(20);
        Recreation renewing = new Recreation(Recreation.When.ALWAYS, Recreation.When.ALWAYS, true);
        WantedProject renewed = Wishes.up(first, recreating(BOTH, renewing, "web"), 20);
        assertThat(service(renewed, "web").tokens().renew()).isEqualTo(20);
        assertThat(service(renewed, "db").tokens().renew()).as("not named").isZero();
    }

    @Test
    void aOneOffContainerTakesNothingFromTheProject() {
        String yaml = BOTH.replace("[db]", "[db], secrets: [key]") + "secrets: {key: {file: ./key}}\n";
        WantedProject first = Wishes.up(null, request(yaml), 10)
                .with(new Remaking(new TreeMap<>(Map.of("front", "1")), new TreeMap<>()));
        RunRequest run = new RunRequest(request(yaml), "web", new OneOff("web", true, false, false), false);
        WantedProject after = OneOffWishes.run(first, run, 20);
        assertThat(after.granted()).isEqualTo(first.granted());
        assertThat(after.granted().secrets()).containsOnlyKeys("key");
        assertThat(after.remaking()).isEqualTo(first.remaking());
        assertThat(service(after, "db")).isEqualTo(service(first, "db"));
    }

    @Test
    void aWishThatFailedLeavesNoContainersOfServicesThatCameWithIt() {
        WantedProject first = Wishes.up(null, request(ALONE), 10);
        WantedProject failed = Wishes.up(first, request(BOTH), 20);
        WantedProject back = Wishes.withdrawn(first, failed, Set.of("db", "web"));
        assertThat(service(back, "db")).isEqualTo(service(first, "db"));
        assertThat(service(back, "web").replicas()).isZero();
        assertThat(Wishes.withdrawn(first, failed, Set.of("db")).services()).isEqualTo(first.services());
    }

    @Test
    void aWishThatFailedIsTakenBackBesideThoseThatCameSince() {
        WantedProject first = Wishes.up(null, request(ALONE), 10);
        WantedProject failed = Wishes.up(first, request(BOTH, "web"), 20);
        WantedProject since = OperationWishes.after(failed, new Operation.Restart(List.of("db"), null, false), 30);
        WantedProject back = Wishes.withdrawnBeside(first, failed, since);
        assertThat(back.version()).isGreaterThan(since.version());
        assertThat(service(back, "db")).isEqualTo(service(since, "db"));
        assertThat(service(back, "web").replicas()).isZero();
        WantedProject again = Wishes.up(since, request(BOTH, "web"), 40);
        assertThat(Wishes.withdrawnBeside(first, failed, again))
                .as("somebody else wants it now")
                .isEqualTo(again);
    }

    @Test
    void aRestartReachesWhoeverRestartsWithTheRestarted() {
        WantedProject first = Wishes.up(null, request("""
                services:
                  db: {image: base}
                  app: {image: base, depends_on: {db: {condition: service_started, restart: true}}}
                  web: {image: base, depends_on: {app: {condition: service_started, restart: true}}}
                  bot: {image: base, depends_on: [web]}
                """), 10);
        WantedProject after = OperationWishes.after(first, new Operation.Restart(List.of("db"), null, false), 20);
        assertThat(after.services().values().stream()
                        .filter(service -> service.tokens().restart() == 20)
                        .map(service -> service.spec().name()))
                .containsExactly("app", "db", "web");
        WantedProject alone = OperationWishes.after(first, new Operation.Restart(List.of("db"), null, true), 20);
        assertThat(service(alone, "app")).isEqualTo(service(first, "app"));
    }

    @Test
    void killHitsOneOffContainersAndStopDoesNot() {
        WantedProject first = Wishes.up(null, request(BOTH), 10);
        WantedService once = service(first, "web").withOneOff(new OneOff("web", true, true, false));
        SortedMap<String, WantedService> services = new TreeMap<>(first.services());
        services.put("web-run-1", once);
        WantedProject project = first.withServices(services);
        WantedProject all = OperationWishes.after(project, new Operation.Kill(List.of(), "KILL", false), 20);
        assertThat(service(all, "web-run-1").tokens().kill()).isEqualTo(20);
        assertThat(service(all, "web-run-1").running())
                .as("it never begins again")
                .isTrue();
        assertThat(service(all, "web").running()).isFalse();
        WantedProject other = OperationWishes.after(project, new Operation.Kill(List.of("db"), "KILL", false), 20);
        assertThat(service(other, "web-run-1")).isEqualTo(once);
        WantedProject stopped = OperationWishes.after(project, new Operation.Stop(List.of(), null), 20);
        assertThat(service(stopped, "web-run-1")).isEqualTo(once);
    }

    private static UpRequest created(String yaml) {
        return new UpRequest(Scene.load(yaml), Set.of(), UpAsked.USUAL.creatingOnly());
    }
}
