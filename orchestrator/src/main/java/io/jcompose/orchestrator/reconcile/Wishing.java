package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.execute.Executor;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** Changes what is wanted, wakes whoever makes it so, and waits for it. */
final class Wishing {
    private static final long WITHDRAWAL_MILLIS = TimeUnit.MINUTES.toMillis(1);
    private static final long PATIENCE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final ProjectStore store;
    private final Reconciler reconciler;
    private final Executor executor;
    private final BootClock clock;
    private final Runnable wake;
    private final Settling settling;

    Wishing(ProjectStore store, Reconciler reconciler, Executor executor, BootClock clock, Runnable wake) {
        this.store = store;
        this.reconciler = reconciler;
        this.executor = executor;
        this.clock = clock;
        this.wake = wake;
        this.settling = new Settling(store, reconciler);
    }

    Settling settling() {
        return settling;
    }

    Observed observed() {
        return reconciler.observed();
    }

    /** Milliseconds of CLOCK_BOOTTIME. */
    long now() {
        return clock.millis();
    }

    @Nullable
    WantedProject wanted(String project) {
        return store.project(project);
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

    /**
     * Changes the wish at once.
     *
     * @param services that are commanded; empty for all
     * @return what to wait for
     */
    Awaited change(
            String project,
            Collection<String> services,
            Function<@Nullable WantedProject, @Nullable WantedProject> change) {
        Turn turn = wished(project, change);
        return Awaited.of(services, turn.before(), turn.after());
    }

    /** The same with a wish that can be taken back. */
    Begun begin(
            String project,
            Collection<String> services,
            long since,
            Function<@Nullable WantedProject, WantedProject> change) {
        Turn turn = wished(project, change);
        WantedProject after = Objects.requireNonNull(turn.after());
        return new Begun(project, Awaited.of(services, turn.before(), after), turn.before(), after, since);
    }

    private Turn wished(String project, Function<@Nullable WantedProject, @Nullable WantedProject> change) {
        executor.forgive(project);
        Turn turn = turned(project, change);
        wake.run();
        return turn;
    }

    /** What was wanted, and what is wanted instead. */
    private record Turn(
            @Nullable WantedProject before, @Nullable WantedProject after) {}

    private Turn turned(String project, Function<@Nullable WantedProject, @Nullable WantedProject> change) {
        var before = new AtomicReference<@Nullable WantedProject>();
        WantedProject after = store.update(project, known -> {
            before.set(known);
            return change.apply(known);
        });
        return new Turn(before.get(), after);
    }

    /** The same for a project that is wanted and declares these services. */
    Awaited changeKnown(String project, List<String> services, UnaryOperator<WantedProject> change) throws Refused {
        known(project, services);
        return change(project, services, before -> before == null ? null : change.apply(before));
    }

    /** What is not wanted any more is not waited for: a hook of an hour would hold a stop up as long. */
    void abandonHooks(String project, List<String> services) {
        abandonHooks(project, service -> services.isEmpty() || services.contains(service));
    }

    private void abandonHooks(String project, Predicate<String> services) {
        executor.abandonHooks(project, services);
        // One that has failed since the wish was changed would keep its container from being stopped for a while.
        executor.forgive(project);
    }

    /** Waits until nothing is left to do, or something is hopeless. */
    void settle(String project, Awaited awaited) throws Refused, InterruptedException {
        settling.rest(project, awaited, PATIENCE_MILLIS).refuse();
    }

    /** Takes a wish back: what was wanted before is wanted again, but for what others have wished since. */
    void withdraw(Begun begun) throws InterruptedException {
        WantedProject before = begun.before();
        takeBack(begun.project(), now -> {
            if (now.version() != begun.version()) {
                return Wishes.withdrawnBeside(before, begun.after(), now);
            }
            return before == null || before.down() != null
                    ? OperationWishes.down(now, DownAsked.USUAL.within(0))
                    : Wishes.withdrawn(before, now, unbegun(begun.project())).withVersion(begun.version() + 1);
        });
    }

    /** Takes a project back that came with a wish, unless another one came since. */
    void withdraw(String project, long version) throws InterruptedException {
        takeBack(project, now -> now.version() == version ? OperationWishes.down(now, DownAsked.USUAL.within(0)) : now);
    }

    private void takeBack(String project, UnaryOperator<WantedProject> change) throws InterruptedException {
        // Failures are forgiven afterwards: before that they would be tried once more.
        Turn turn = turned(project, now -> now == null ? null : change.apply(now));
        WantedProject failed = turn.before();
        WantedProject after = turn.after();
        if (failed == null || after == null || failed.version() == after.version()) {
            return;
        }
        Awaited taken = Awaited.changed(failed, after);
        abandonHooks(project, service -> !taken.others().contains(service));
        wake.run();
        reconciler.await(
                project,
                (round, observed) -> store.project(project) == null || taken.isDoneIn(round),
                WITHDRAWAL_MILLIS);
    }

    /** Services of which there are containers, none of which ever ran. */
    private Set<String> unbegun(String project) {
        Set<String> found = new TreeSet<>();
        Set<String> begun = new TreeSet<>();
        reconciler.observed().containers().values().forEach(container -> {
            if (container.slot().project().equals(project)) {
                boolean fresh =
                        container.life() instanceof Life.Created || container.life() instanceof Life.FailedToStart;
                (fresh ? found : begun).add(container.slot().service());
            }
        });
        found.removeAll(begun);
        return found;
    }
}
