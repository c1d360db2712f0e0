package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/** One-off containers: made, begun when their client listens, and left to themselves when it is gone. */
public final class OneOffs {
    private static final long PATIENCE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private static final long MOMENT_MILLIS = TimeUnit.SECONDS.toMillis(10);

    private final Control control;
    private final Wishing wishing;
    private final ProjectStore store;
    private final Reconciler reconciler;

    OneOffs(Control control, Wishing wishing, ProjectStore store, Reconciler reconciler) {
        this.control = control;
        this.wishing = wishing;
        this.store = store;
        this.reconciler = reconciler;
    }

    /**
     * Brings up what it depends on and makes the container; one that no client attends is started as well.
     *
     * <p>When that cannot be, it is not wanted any more; what was brought up before it stays.
     *
     * @return its id
     * @throws Refused with the first reason why it cannot be
     */
    public String make(RunRequest asked) throws Refused, InterruptedException {
        refuseBad(asked);
        RunRequest request =
                new RunRequest(control.resolved(asked.up()), asked.name(), asked.oneOff(), asked.dependencies());
        String project = request.up().model().name();
        String name = request.name();
        WantedProject before = store.project(project);
        control.foresight().refuseWithoutRoom(OneOffWishes.run(before, request, wishing.now()));
        boolean started = !request.oneOff().attended();
        boolean made = false;
        Awaited awaited =
                wishing.change(project, Set.of(name), known -> OneOffWishes.run(known, request, wishing.now()));
        try {
            ObservedContainer container = await(project, name, awaited, started);
            made = true;
            return container.id();
        } finally {
            if (!made) {
                withdraw(project, name, awaited.version(), before);
            }
        }
    }

    private void refuseBad(RunRequest request) throws Refused {
        String project = request.up().model().name();
        if (!request.up().model().services().containsKey(request.name())) {
            throw new Refused(Kind.NOT_FOUND, "no such service: " + request.name(), "services");
        }
        WantedProject known = store.project(project);
        if (known != null && known.services().containsKey(request.name())) {
            throw new Refused(Kind.CONFLICT, "there is a service " + request.name() + " already", "");
        }
        String fixed = request.up().model().services().get(request.name()).containerName();
        boolean taken = reconciler.observed().containers().values().stream()
                .anyMatch(container -> container.name().equals(fixed));
        if (taken) {
            throw new Refused(
                    Kind.CONFLICT, "the container name \"" + fixed + "\" is in use already: choose another", "");
        }
    }

    private void withdraw(String project, String name, long version, @Nullable WantedProject before)
            throws InterruptedException {
        boolean anything = reconciler.observed().containers().values().stream()
                .anyMatch(container -> container.slot().project().equals(project));
        if (before == null && !anything) {
            wishing.withdraw(project, version);
        } else {
            end(project, name);
        }
    }

    /** Lets one begin that was made, and waits until it has; that it ended at once is fine. */
    public void begin(String project, String name) throws Refused, InterruptedException {
        Awaited awaited =
                wishing.change(project, Set.of(name), known -> known == null ? null : OneOffWishes.begin(known, name));
        boolean begun = false;
        try {
            ObservedContainer container = await(project, name, awaited, true);
            if (container.life() instanceof Life.FailedToStart failed) {
                throw new Refused(Kind.FAILED, failed.reason(), "");
            }
            begun = true;
        } finally {
            if (!begun) {
                end(project, name);
            }
        }
    }

    /** Its client is gone. */
    public void leave(String project, String name) {
        wishing.change(project, Set.of(name), known -> known == null ? null : OneOffWishes.leave(known, name));
    }

    /** Waits a moment until nothing is left of one that was to be removed. */
    public void awaitGone(String project, String name) throws InterruptedException {
        reconciler.await(
                project,
                (round, observed) -> of(observed, project, name)
                        .filter(container -> !container.running())
                        .isEmpty(),
                MOMENT_MILLIS);
    }

    /** It is to go. */
    public void end(String project, String name) {
        wishing.change(project, Set.of(name), known -> known == null ? null : OneOffWishes.end(known, name::equals));
    }

    /** The container is there, and has left the state of being made when it is to be started; else refused. */
    private ObservedContainer await(String project, String name, Awaited awaited, boolean started)
            throws Refused, InterruptedException {
        var found = new AtomicReference<@Nullable ObservedContainer>();
        var rested = new AtomicReference<@Nullable Round>();
        reconciler.await(
                project,
                (round, observed) -> {
                    Optional<ObservedContainer> container = of(observed, project, name);
                    if (container.isPresent() && !(started && container.get().life() instanceof Life.Created)) {
                        found.set(container.get());
                        return true;
                    }
                    boolean hopeless = store.project(project) == null || awaited.restsIn(round);
                    rested.set(hopeless ? round : null);
                    return hopeless;
                },
                PATIENCE_MILLIS);
        ObservedContainer container = found.get();
        if (container != null) {
            return container;
        }
        Round round = rested.get();
        List<String> reasons = round == null ? List.of() : awaited.hopelessIn(round);
        throw reasons.isEmpty()
                ? new Refused(Kind.FAILED, name + " was not made: its project went down meanwhile", "")
                : new Refused(Kind.FAILED, reasons.get(0), "");
    }

    private static Optional<ObservedContainer> of(Observed observed, String project, String name) {
        return observed.containers().values().stream()
                .filter(container -> container.slot().project().equals(project)
                        && container.slot().service().equals(name))
                .findFirst();
    }
}
