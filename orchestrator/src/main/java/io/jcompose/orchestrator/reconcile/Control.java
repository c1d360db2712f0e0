package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.execute.Executor;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Health;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.Simulation;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.spec.Volume;
import io.jcompose.spec.change.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * What people can ask of the daemon. Each call changes what is wanted and waits until a round says that it is so; the
 * rest is the reconciler's. A caller that goes away stops waiting, and nothing else.
 */
public final class Control {
    private static final long PATIENCE_MILLIS = TimeUnit.HOURS.toMillis(1);
    private static final long WITHDRAWAL_MILLIS = TimeUnit.MINUTES.toMillis(1);

    private final ProjectStore store;
    private final Reconciler reconciler;
    private final Executor executor;
    private final Planner planner;
    private final BootClock clock;
    private final Runnable wake;

    public Control(
            ProjectStore store,
            Reconciler reconciler,
            Executor executor,
            Planner planner,
            BootClock clock,
            Runnable wake) {
        this.store = store;
        this.reconciler = reconciler;
        this.executor = executor;
        this.planner = planner;
        this.clock = clock;
        this.wake = wake;
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
        String name = request.model().name();
        checkServices(request);
        WantedProject before = store.project(name);
        long version = change(name, known -> Wishes.up(known, request, clock.millis()));
        Rest rest = rest(name, version);
        if (!rest.hopeless().isEmpty() && neverRan(name, rest.observed())) {
            withdraw(name, version, before);
        }
        rest.refuse();
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

    /** Whether what failed failed before a container of the project ran for it. */
    private static boolean neverRan(String project, Observed observed) {
        boolean failedAction = observed.failures().values().stream()
                .anyMatch(failure -> failure.project().equals(project));
        boolean failedStart = observed.containers().values().stream()
                .anyMatch(container -> container.slot().project().equals(project)
                        && container.life() instanceof Life.FailedToStart
                        && container.memo().restarts() == 0);
        return failedAction || failedStart;
    }

    private void withdraw(String name, long version, @Nullable WantedProject before) throws InterruptedException {
        boolean gone = before == null || before.down() != null;
        executor.forgive(name);
        WantedProject after = store.update(name, now -> {
            if (now == null || now.version() != version) {
                return now;
            }
            return gone || before == null ? Wishes.down(now, false, false, 0L) : before.withVersion(version + 1);
        });
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
        long millis = seconds > 0 ? TimeUnit.SECONDS.toMillis(seconds) : PATIENCE_MILLIS;
        var problem = new ArrayList<String>();
        boolean reached = reconciler.await(
                project,
                (round, observed) -> {
                    problem.clear();
                    WantedProject wanted = store.project(project);
                    return wanted == null || ready(wanted, services, observed, problem) || !problem.isEmpty();
                },
                millis);
        if (!problem.isEmpty()) {
            throw new Refused(Kind.FAILED, problem.get(0), "");
        }
        if (!reached) {
            throw new Refused(Kind.FAILED, "not running and healthy within " + seconds + " s", "");
        }
    }

    private static boolean ready(WantedProject wanted, List<String> services, Observed observed, List<String> problem) {
        boolean all = true;
        for (WantedService service : wanted.services().values()) {
            String name = service.spec().name();
            if (!services.isEmpty() && !services.contains(name)) {
                continue;
            }
            List<ObservedContainer> containers = observed.containers().values().stream()
                    .filter(container -> container.slot().project().equals(wanted.name())
                            && container.slot().service().equals(name))
                    .toList();
            all &= containers.size() >= service.replicas();
            for (ObservedContainer container : containers) {
                all &= ready(wanted, service, container, problem);
            }
        }
        return all;
    }

    private static boolean ready(
            WantedProject wanted, WantedService service, ObservedContainer container, List<String> problem) {
        if (container.life() instanceof Life.Exited exited) {
            boolean fine = exited.code() == 0;
            boolean again = service.spec().restart().kind() != io.jcompose.spec.RestartPolicy.Kind.NO;
            if (!fine && !again) {
                problem.add("container " + container.name() + " exited (" + exited.code() + ")");
            }
            // A job that ended well is as ready as it will ever be.
            return fine && (!again || Wishes.completes(wanted, service.spec().name()));
        }
        if (container.life() instanceof Life.FailedToStart failed) {
            problem.add(failed.reason());
        }
        if (container.health() == Health.UNHEALTHY) {
            problem.add("container " + container.name() + " is unhealthy");
        }
        return container.running() && (!Wishes.hasProbe(service) || container.health() == Health.HEALTHY);
    }

    /**
     * Takes a project down, or some of its services, and waits until it is gone.
     *
     * @return whether there was anything
     */
    public boolean down(
            String project, List<String> services, boolean volumes, boolean removeOrphans, @Nullable Long stopSeconds)
            throws Refused, InterruptedException {
        if (store.project(project) == null) {
            return volumes && removeRemains(project);
        }
        if (!services.isEmpty()) {
            settle(project, changeServices(project, services, known -> Wishes.remove(known, services, stopSeconds)));
            return true;
        }
        long version =
                changeServices(project, List.of(), known -> Wishes.down(known, volumes, removeOrphans, stopSeconds));
        settle(project, version);
        return true;
    }

    /** Volumes outlive their project; {@code down -v} finds them by the project that they were made for. */
    private boolean removeRemains(String project) throws Refused, InterruptedException {
        SortedMap<String, Volume> left = new TreeMap<>();
        reconciler.observed().volumes().forEach((name, owner) -> {
            if (owner.equals(project)) {
                left.put(name, new Volume(name, false, new TreeMap<>()));
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
        settle(project, changeServices(project, services, known -> Wishes.stop(known, services, stopSeconds)));
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

    /** Stops every project, for {@code daemon stop --all}; they are not wanted down, and run again with the next daemon. */
    public List<String> projects() {
        return List.copyOf(store.wanted().projects().keySet());
    }

    private long changeServices(String project, List<String> services, UnaryOperator<WantedProject> change)
            throws Refused {
        WantedProject known = store.project(project);
        if (known == null) {
            throw new Refused(Kind.NOT_FOUND, "no such project: " + project, "");
        }
        for (String service : services) {
            if (!known.services().containsKey(service)) {
                throw new Refused(Kind.NOT_FOUND, "no such service: " + service, "services");
            }
        }
        return change(project, before -> before == null ? null : change.apply(before));
    }

    private long change(
            String project, java.util.function.Function<@Nullable WantedProject, @Nullable WantedProject> change) {
        executor.forgive(project);
        WantedProject after = store.update(project, change);
        wake.run();
        return after == null ? 0 : after.version();
    }

    /** Waits until nothing is left to do, or something is hopeless. */
    private void settle(String project, long version) throws Refused, InterruptedException {
        rest(project, version).refuse();
    }

    /**
     * How a project came to rest: sentences of what is hopeless, and what the round that found it so saw.
     *
     * @param path tree path of the first
     */
    private record Rest(List<String> hopeless, String path, Observed observed) {
        void refuse() throws Refused {
            if (!hopeless.isEmpty()) {
                throw new Refused(Kind.FAILED, String.join("\n", hopeless), path);
            }
        }
    }

    private Rest rest(String project, long version) throws Refused, InterruptedException {
        var found = new AtomicReference<Rest>();
        reconciler.await(
                project,
                (round, observed) -> {
                    if (store.project(project) == null) {
                        found.set(new Rest(List.of(), "", observed));
                    } else if (round != null && round.version() >= version && round.resting()) {
                        found.set(new Rest(
                                List.copyOf(new TreeSet<>(round.hopeless())),
                                pathOf(project, round.hopeless(), observed),
                                observed));
                    }
                    return found.get() != null;
                },
                PATIENCE_MILLIS);
        Rest rest = found.get();
        if (rest == null) {
            throw new Refused(Kind.FAILED, "project " + project + " did not come to rest within an hour", "");
        }
        return rest;
    }

    private static String pathOf(String project, List<String> messages, Observed observed) {
        return observed.failures().values().stream()
                .filter(failure -> failure.project().equals(project) && messages.contains(failure.message()))
                .map(Observed.Failure::path)
                .findFirst()
                .orElse("");
    }

    /**
     * What {@code up} would do, without doing it.
     *
     * @return actions in the order of their rounds, each with its reason
     */
    public List<Planned> plan(UpRequest request) throws Refused {
        checkServices(request);
        String name = request.model().name();
        WantedProject before = store.project(name);
        WantedProject after = Wishes.up(before, request, clock.millis());
        SortedMap<String, WantedProject> projects = new TreeMap<>(store.wanted().projects());
        projects.put(name, after);
        Simulation simulation = new Simulation(planner, new Wanted(projects), reconciler.observed(), clock.millis());
        return simulation.run().stream()
                .filter(action -> action.project().equals(name) && visible(action))
                .map(action -> new Planned(action.text(), because(action, before, after), action.path()))
                .toList();
    }

    /** One line of a plan. */
    public record Planned(String text, String because, String path) {}

    /** Bookkeeping is no change that anybody would see. */
    private static boolean visible(Action action) {
        return !(action instanceof Action.ChooseImage
                || action instanceof Action.ReservePorts
                || action instanceof Action.ReleasePorts
                || action instanceof Action.ConnectContainer
                || action instanceof Action.Remember);
    }

    private static String because(Action action, @Nullable WantedProject before, WantedProject after) {
        if (!(action.because() instanceof Because.Changed changed) || before == null) {
            return action.because().text();
        }
        WantedService old = before.services().get(changed.service());
        WantedService now = after.services().get(changed.service());
        if (old == null || now == null) {
            return action.because().text();
        }
        List<String> fields = Difference.between(old.spec(), now.spec()).stream()
                .map(Difference::path)
                .toList();
        return new Because.Changed(changed.service(), fields).text();
    }
}
