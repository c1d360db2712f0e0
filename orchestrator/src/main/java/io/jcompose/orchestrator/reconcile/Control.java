package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.execute.Executor;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.plan.Backoff;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.Remaking;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.spec.Contents;
import io.jcompose.spec.Service;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people can ask of the daemon. Each call changes what is wanted and waits until a round says that it is so; the
 * rest is the reconciler's. A caller that goes away stops waiting, and nothing else.
 */
public final class Control {
    /** A bridge of Linux has 1023 ports; far beyond, one wish would take the daemon's whole memory. */
    private static final int MOST_REPLICAS = 1000;

    private static final int MOST_SHORT_RUNS = 5;
    private static final long PATIENCE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final ProjectStore store;
    private final Reconciler reconciler;
    private final Foresight foresight;
    private final BootClock clock;
    private final Wishing wishing;
    private final Settling settling;
    private final Granting granting;
    private final Operations operations;
    private final OneOffs oneOffs;

    public Control(
            ProjectStore store,
            Reconciler reconciler,
            Executor executor,
            Planner planner,
            BootClock clock,
            Runnable wake,
            Granting granting,
            Premises premises) {
        this.store = store;
        this.reconciler = reconciler;
        this.foresight = new Foresight(store, reconciler, planner, clock, granting, premises);
        this.clock = clock;
        this.granting = granting;
        this.wishing = new Wishing(store, reconciler, executor, clock, wake);
        this.settling = wishing.settling();
        this.operations = new Operations(wishing, granting);
        this.oneOffs = new OneOffs(this, wishing, store, reconciler);
    }

    /** What is wanted of a project, or null. */
    public @Nullable WantedProject wanted(String project) {
        return store.project(project);
    }

    /** A project that is wanted and declares these services; else refused. */
    public WantedProject known(String project, List<String> services) throws Refused {
        return wishing.known(project, services);
    }

    public Wanted wanted() {
        return store.wanted();
    }

    public Observed observed() {
        return reconciler.observed();
    }

    /** What is commanded of what is there. */
    public Operations operations() {
        return operations;
    }

    /** Contents with names that get another version. */
    public Refreshing refreshing() {
        return new Refreshing(wishing, granting, store);
    }

    /** What {@code run} asks for. */
    public OneOffs oneOffs() {
        return oneOffs;
    }

    /** What an up would meet. */
    public Foresight foresight() {
        return foresight;
    }

    /** The same with the contents of its secrets and configs told by digest. */
    UpRequest resolved(UpRequest asked) throws Refused {
        UpRequest request = asked.withModel(granting.resolved(asked.model()));
        granting.keep(request.model(), Contents.NONE);
        return request;
    }

    /** Why the project's last change is not on disk; empty when it is. */
    public String degraded(String project) {
        return store.degraded().getOrDefault(project, "");
    }

    /**
     * Brings a project up, and waits until every container that it wants was started.
     *
     * <p>When something could not be done before any of its containers ran (an image that is not there, a port that is
     * taken, a command that does not exist), what was wanted before is wanted again: nothing is left half made.
     *
     * @throws Refused with the first reason why it cannot be
     */
    public void up(UpRequest request) throws Refused, InterruptedException {
        finish(begin(request), PATIENCE_MILLIS);
    }

    /**
     * Keeps what the secrets and configs of a project hold, for an {@link #up} that follows. Whoever asks holds the store
     * until that has come to rest.
     */
    public void keep(UpRequest asked, Contents contents) throws Refused {
        granting.keep(granting.resolved(asked.model()), contents);
    }

    /** The first half of {@link #up}: from here on it is wanted. */
    public Begun begin(UpRequest asked) throws Refused {
        checkServices(asked);
        UpRequest request = asked.withModel(granting.resolved(asked.model()));
        granting.keep(request.model(), Contents.NONE);
        String name = request.model().name();
        Remaking remaking = foresight.wish(request).remaking();
        long since = clock.millis();
        return wishing.begin(name, request.asked().services(), since, known -> {
            WantedProject after = Wishes.up(known, request, since).with(remaking);
            return request.asked().removeOrphans() ? OneOffWishes.end(after, endedOneOffs(name)::contains) : after;
        });
    }

    /**
     * The second half of {@link #up}.
     *
     * @param millis waits so long at most
     */
    public void finish(Begun begun, long millis) throws Refused, InterruptedException {
        Settling.Rest rest = settling.rest(begun.project(), begun.awaited(), millis);
        Outcome outcome = new Outcome(store.project(begun.project()), begun.since());
        if (rest.failedBeforeItRan(begun.project(), outcome::isDeclared)) {
            wishing.withdraw(begun);
            rest.refuse();
        }
        rest.with(outcome.failures()).refuse();
    }

    /** Waits until a wish that is not taken back has come to rest. */
    public void rest(String project, long version, long millis) throws Refused, InterruptedException {
        settling.rest(project, Awaited.all(version), millis).refuse();
    }

    /** What {@link #begin} would have wanted of the project; changes nothing. */
    public WantedProject imagined(UpRequest request) throws Refused {
        checkServices(request);
        return foresight.wish(request.withModel(granting.resolved(request.model())));
    }

    /** Names under which one-off containers stand that have ended. */
    private Set<String> endedOneOffs(String project) {
        return reconciler.observed().containers().values().stream()
                .filter(container ->
                        container.slot().project().equals(project) && container.life() instanceof Life.Exited)
                .map(container -> container.slot().service())
                .collect(Collectors.toSet());
    }

    private static void checkServices(UpRequest request) throws Refused {
        List<String> named = new ArrayList<>(request.asked().services());
        named.addAll(request.asked().scale().keySet());
        for (String service : named) {
            if (!request.model().services().containsKey(service)) {
                throw new Refused(Kind.NOT_FOUND, "no such service: " + service, "services");
            }
        }
        for (Service service : request.model().services().values()) {
            Integer asked = request.asked().scale().get(service.name());
            checkReplicas(service.name(), asked == null ? service.replicas() : asked);
        }
        for (var entry : request.asked().scale().entrySet()) {
            var service = request.model().services().get(entry.getKey());
            if (service != null && service.containerName() != null && entry.getValue() > 1) {
                throw new Refused(
                        Kind.CONFLICT,
                        "service " + entry.getKey() + " has the fixed container_name " + service.containerName()
                                + ", so it cannot have " + entry.getValue() + " replicas",
                        "services." + entry.getKey() + ".container_name");
            }
        }
    }

    private static void checkReplicas(String service, int replicas) throws Refused {
        if (replicas > MOST_REPLICAS) {
            throw new Refused(
                    Kind.CONFLICT,
                    "service " + service + " cannot have " + replicas + " replicas: at most " + MOST_REPLICAS
                            + " of one service run on a host",
                    "services." + service);
        }
    }

    /** Waits until all containers of the project run, and those with a probe are healthy. */
    public void awaitHealthy(String project, List<String> services, long seconds) throws Refused, InterruptedException {
        settling.healthy(project, services, seconds);
    }

    /** The same for all services; one that ends soon after each of its starts is not waited for. */
    public void awaitSteady(String project, long seconds) throws Refused, InterruptedException {
        settling.healthy(project, List.of(), seconds, container -> {
            boolean runsLong = container.life() instanceof Life.Running running
                    && clock.millis() - running.since() >= Backoff.LONG_RUN_MILLIS;
            return container.memo().streak() >= MOST_SHORT_RUNS && !runsLong;
        });
    }

    /** Whether all containers of the project go on running, and healthy where they have a probe, for so long. */
    public boolean staysHealthy(String project, long millis) throws InterruptedException {
        return settling.staysHealthy(project, millis);
    }

    /** Waits, so long at most, while work on the project is under way. */
    public void awaitCalm(String project, long millis) throws InterruptedException {
        var unused = reconciler.await(
                project, (round, observed) -> round == null || round.busy().isEmpty(), millis);
    }

    /** For how many milliseconds every container of the project has been running; 0 when one is not. */
    public long steadyMillis(String project) {
        return settling.steadyMillis(project, clock.millis());
    }

    /** Stops every project, for {@code daemon stop --all}; they are not wanted down, and run again with the next daemon. */
    public List<String> projects() {
        return List.copyOf(store.wanted().projects().keySet());
    }

    /** What an {@code up} would be now that keeps to a plan. */
    public PlanSeal seal(UpRequest request) throws Refused {
        return PlanSeal.of(request, store.project(request.model().name()), reconciler.observed(), plan(request));
    }

    /** Refuses an {@code up} that would not be within a plan any more. */
    public void mustBeWithin(PlanSeal plan, UpRequest request) throws Refused {
        seal(request).mustBe(plan, request.model().name());
    }

    /** What commands would do. */
    public DryRun dryRun() {
        return new DryRun(this, wishing, foresight);
    }

    /**
     * What {@code up} would do, without doing it.
     *
     * @return actions in the order of their rounds, each with its reason
     */
    public List<Planned> plan(UpRequest asked) throws Refused {
        checkServices(asked);
        return foresight.plan(asked.withModel(granting.resolved(asked.model())));
    }
}
