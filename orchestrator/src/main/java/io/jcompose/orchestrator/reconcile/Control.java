package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.execute.Executor;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.plan.Backoff;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.orchestrator.secret.NamedContent;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.spec.Contents;
import io.jcompose.spec.Further;
import io.jcompose.spec.Service;
import io.jcompose.spec.Volume;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What people can ask of the daemon. Each call changes what is wanted and waits until a round says that it is so; the
 * rest is the reconciler's. A caller that goes away stops waiting, and nothing else.
 */
public final class Control {
    private static final long WITHDRAWAL_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final int MOST_SHORT_RUNS = 5;
    private static final long PATIENCE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final ProjectStore store;
    private final Reconciler reconciler;
    private final Executor executor;
    private final Planner planner;
    private final BootClock clock;
    private final Runnable wake;
    private final Settling settling;
    private final Granting granting;
    private final OneOffs oneOffs;

    public Control(
            ProjectStore store,
            Reconciler reconciler,
            Executor executor,
            Planner planner,
            BootClock clock,
            Runnable wake,
            Granting granting) {
        this.store = store;
        this.reconciler = reconciler;
        this.executor = executor;
        this.planner = planner;
        this.clock = clock;
        this.wake = wake;
        this.granting = granting;
        this.settling = new Settling(store, reconciler);
        this.oneOffs = new OneOffs(this, store, reconciler);
    }

    /** What is wanted of a project, or null. */
    public @Nullable WantedProject wanted(String project) {
        return store.project(project);
    }

    public Wanted wanted() {
        return store.wanted();
    }

    public Observed observed() {
        return reconciler.observed();
    }

    /** What {@code run} asks for. */
    public OneOffs oneOffs() {
        return oneOffs;
    }

    /** The same with the contents of its secrets and configs told by digest. */
    UpRequest resolved(UpRequest asked) throws Refused {
        UpRequest request = asked.withModel(granting.resolved(asked.model()));
        granting.keep(request.model(), Contents.NONE);
        return request;
    }

    BootClock clock() {
        return clock;
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
        WantedProject before = store.project(name);
        long since = clock.millis();
        long version = change(name, known -> {
            WantedProject after = Wishes.up(known, request, since);
            return request.removeOrphans() ? OneOffWishes.end(after, endedOneOffs(name)::contains) : after;
        });
        return new Begun(name, version, before, since);
    }

    /**
     * The second half of {@link #up}.
     *
     * @param millis waits so long at most
     */
    public void finish(Begun begun, long millis) throws Refused, InterruptedException {
        Settling.Rest rest = settling.rest(begun.project(), begun.version(), millis);
        Outcome outcome = new Outcome(store.project(begun.project()), begun.since());
        if (rest.failedBeforeItRan(begun.project(), outcome::isDeclared)) {
            withdraw(begun.project(), begun.version(), begun.before());
            rest.refuse();
        }
        rest.with(outcome.failures()).refuse();
    }

    /** Waits until a wish that is not taken back has come to rest. */
    public void rest(String project, long version, long millis) throws Refused, InterruptedException {
        settling.rest(project, version, millis).refuse();
    }

    /** What {@link #begin} would have wanted of the project; changes nothing. */
    public WantedProject imagined(UpRequest request) throws Refused {
        checkServices(request);
        UpRequest resolved = request.withModel(granting.resolved(request.model()));
        return Wishes.up(store.project(request.model().name()), resolved, clock.millis());
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
        List<String> named = new ArrayList<>(request.services());
        named.addAll(request.scale().keySet());
        for (String service : named) {
            if (!request.model().services().containsKey(service)) {
                throw new Refused(Kind.NOT_FOUND, "no such service: " + service, "services");
            }
        }
        for (var entry : request.scale().entrySet()) {
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

    void withdraw(String name, long version, @Nullable WantedProject before) throws InterruptedException {
        boolean gone = before == null || before.down() != null;
        executor.forgive(name);
        WantedProject after = store.update(name, now -> {
            if (now == null || now.version() != version) {
                return now;
            }
            return gone || before == null ? Wishes.down(now, false, false, 0L) : before.withVersion(version + 1);
        });
        abandonHooks(name, List.of());
        wake.run();
        if (after != null && after.version() > version) {
            long wanted = after.version();
            reconciler.await(
                    name,
                    (round, observed) -> store.project(name) == null
                            || (round != null && round.version() >= wanted && round.settled()),
                    WITHDRAWAL_MILLIS);
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

    /** For how many milliseconds every container of the project has been running; 0 when one is not. */
    public long steadyMillis(String project) {
        return settling.steadyMillis(project, clock.millis());
    }

    /**
     * Takes a project down, or some of its services, and waits until it is gone.
     *
     * @return whether there was anything
     */
    public boolean down(
            String project, List<String> services, boolean volumes, boolean removeOrphans, @Nullable Long stopSeconds)
            throws Refused, InterruptedException {
        SecretStore.Hold held = granting.hold();
        try {
            return takeDown(project, services, volumes, removeOrphans, stopSeconds);
        } finally {
            held.close();
        }
    }

    private boolean takeDown(
            String project, List<String> services, boolean volumes, boolean removeOrphans, @Nullable Long stopSeconds)
            throws Refused, InterruptedException {
        if (store.project(project) == null) {
            return volumes && removeRemains(project);
        }
        if (!services.isEmpty()) {
            long gone = changeServices(project, services, known -> Wishes.remove(known, services, stopSeconds));
            abandonHooks(project, services);
            settle(project, gone);
            return true;
        }
        long version =
                changeServices(project, List.of(), known -> Wishes.down(known, volumes, removeOrphans, stopSeconds));
        abandonHooks(project, List.of());
        settle(project, version);
        return true;
    }

    /** Volumes outlive their project; {@code down -v} finds them by the project that they were made for. */
    private boolean removeRemains(String project) throws Refused, InterruptedException {
        SortedMap<String, Volume> left = new TreeMap<>();
        reconciler.observed().volumes().forEach((name, owner) -> {
            if (owner.equals(project)) {
                left.put(name, new Volume(name, false, new TreeMap<>(), Further.NONE));
            }
        });
        if (left.isEmpty()) {
            return false;
        }
        settle(project, change(project, known -> known == null ? WantedProject.remains(project, left) : known));
        return true;
    }

    public void stop(String project, List<String> services, @Nullable Long stopSeconds)
            throws Refused, InterruptedException {
        long version = changeServices(project, services, known -> Wishes.stop(known, services, stopSeconds));
        abandonHooks(project, services);
        settle(project, version);
    }

    public void start(String project, List<String> services) throws Refused, InterruptedException {
        settle(project, changeServices(project, services, known -> Wishes.start(known, services, clock.millis())));
    }

    public void restart(String project, List<String> services, @Nullable Long stopSeconds, boolean noDependencies)
            throws Refused, InterruptedException {
        settle(
                project,
                changeServices(
                        project,
                        services,
                        known -> Wishes.restart(known, services, stopSeconds, noDependencies, clock.millis())));
    }

    /** Sends a signal to the running containers; that none runs is refused. */
    public void kill(String project, List<String> services, int signal, boolean removeOrphans)
            throws Refused, InterruptedException {
        boolean runs = reconciler.observed().containers().values().stream()
                .filter(container ->
                        container.running() && container.slot().project().equals(project))
                .anyMatch(container ->
                        services.isEmpty() || services.contains(container.slot().service()));
        if (store.project(project) != null && !runs) {
            String whose = services.isEmpty() ? "project " + project : String.join(", ", services);
            throw new Refused(Kind.CONFLICT, "no container of " + whose + " is running", "");
        }
        settle(
                project,
                changeServices(
                        project,
                        services,
                        known -> Wishes.kill(known, services, signal, clock.millis())
                                .withOrphans(!removeOrphans)));
    }

    /** The projects that are up and use an external secret or config of that name. */
    public List<String> usersOf(NamedContent.Kind kind, String name) {
        return store.wanted().projects().values().stream()
                .filter(project -> project.down() == null && Granting.uses(project, kind, name))
                .map(WantedProject::name)
                .toList();
    }

    /** Brings the newest version of an external secret or config to all who use it, and waits until they have it. */
    public List<String> refresh(NamedContent.Kind kind, String name) throws Refused, InterruptedException {
        List<String> users = usersOf(kind, name);
        SecretStore.Hold held = granting.hold();
        try {
            for (String project : users) {
                refresh(project);
            }
        } finally {
            held.close();
        }
        return users;
    }

    private void refresh(String project) throws Refused, InterruptedException {
        WantedProject before = store.project(project);
        if (before != null) {
            SortedMap<String, Service> resolved =
                    granting.refreshed(ProjectFile.model(before)).services();
            settle(
                    project,
                    changeServices(project, List.of(), known -> Wishes.regranted(known, resolved, clock.millis())));
        }
    }

    /** What is not wanted any more is not waited for: a hook of an hour would hold a stop up as long. */
    private void abandonHooks(String project, List<String> services) {
        executor.abandonHooks(project, service -> services.isEmpty() || services.contains(service));
        // One that has failed since the wish was changed would keep its container from being stopped for a while.
        executor.forgive(project);
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
        return new DryRun(this, planner);
    }

    /** Removes the containers of the named services, of which none runs unless they are to be stopped before. */
    public void remove(String project, List<String> services) throws Refused, InterruptedException {
        settle(project, changeServices(project, services, known -> Wishes.withoutContainers(known, services)));
    }

    private long changeServices(String project, List<String> services, UnaryOperator<WantedProject> change)
            throws Refused {
        known(project, services);
        return change(project, before -> before == null ? null : change.apply(before));
    }

    /** A project that is wanted and declares these services. */
    WantedProject known(String project, List<String> services) throws Refused {
        WantedProject known = store.project(project);
        if (known == null) {
            throw new Refused(Kind.NOT_FOUND, "no such project: " + project, "");
        }
        for (String service : services) {
            if (!known.services().containsKey(service)) {
                throw new Refused(Kind.NOT_FOUND, "no such service: " + service, "services");
            }
        }
        return known;
    }

    long change(String project, java.util.function.Function<@Nullable WantedProject, @Nullable WantedProject> change) {
        executor.forgive(project);
        WantedProject after = store.update(project, change);
        wake.run();
        return after == null ? 0 : after.version();
    }

    /** Waits until nothing is left to do, or something is hopeless. */
    private void settle(String project, long version) throws Refused, InterruptedException {
        settling.rest(project, version, PATIENCE_MILLIS).refuse();
    }

    /**
     * What {@code up} would do, without doing it.
     *
     * @return actions in the order of their rounds, each with its reason
     */
    public List<Planned> plan(UpRequest asked) throws Refused {
        checkServices(asked);
        UpRequest request = asked.withModel(granting.resolved(asked.model()));
        WantedProject before = store.project(request.model().name());
        Preview preview = new Preview(planner, store.wanted(), reconciler.observed(), clock.millis());
        return preview.of(before, Wishes.up(before, request, clock.millis()));
    }
}
