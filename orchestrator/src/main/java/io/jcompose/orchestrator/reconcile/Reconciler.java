package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.execute.Executor;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.observe.Observer;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.Plan;
import io.jcompose.orchestrator.plan.Planner;
import io.jcompose.orchestrator.plan.Resource;
import io.jcompose.orchestrator.plan.Wanted;
import io.jcompose.orchestrator.plan.WantedProject;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One thread that makes rounds: observe, plan, hand the actions over; then it sleeps until a wake or a deadline. */
public final class Reconciler implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciler.class);
    private static final long LONGEST_SLEEP_MILLIS = 60_000;
    private static final long CLOSE_MILLIS = 5_000;
    private static final long PAUSE_FACTOR = 2;
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long FIRST_ROUND_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final ProjectStore store;
    private final Observer observer;
    private final Planner planner;
    private final Executor executor;
    private final BootClock clock;
    private final Wake wake;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition roundDone = lock.newCondition();
    private Map<String, Round> rounds = Map.of();
    private Observed last = new Observed(Map.of(), Map.of(), Map.of(), Map.of(), Set.of(), Map.of(), null);
    private boolean began;
    private volatile boolean closed;

    public Reconciler(
            ProjectStore store, Observer observer, Planner planner, Bell bell, Executor executor, BootClock clock) {
        this.store = store;
        this.observer = observer;
        this.planner = planner;
        this.executor = executor;
        this.clock = clock;
        this.wake = bell.wake();
        this.thread = new Thread(this::loop, "reconciler");
        this.thread.setDaemon(true);
    }

    public void start() {
        thread.start();
    }

    private void loop() {
        long sleep = 0;
        while (!closed) {
            try {
                wake.await(sleep);
                long begun = System.nanoTime();
                sleep = round();
                pause(Math.min(LONGEST_PAUSE_NANOS, PAUSE_FACTOR * (System.nanoTime() - begun)));
            } catch (InterruptedException e) {
                return;
            } catch (RuntimeException e) {
                LOG.error("a defect of jcompose, please report it: a round failed", e);
                sleep = TimeUnit.SECONDS.toMillis(1);
            }
        }
    }

    /** While much happens, rounds take a part of the time only: what wakes in between is seen by one of them. */
    private void pause(long nanos) throws InterruptedException {
        if (!executor.inFlight().isEmpty()) {
            TimeUnit.NANOSECONDS.sleep(nanos);
        }
    }

    /** One round; the milliseconds until the next is due without a wake. */
    private long round() {
        // In flight is read first: an action that ends in between is then seen both in flight and done, never neither.
        Map<Resource, Action> inFlight = Map.copyOf(executor.inFlight());
        Wanted wanted = store.wanted();
        Observed observed = observer.snapshot(inFlight.keySet(), executor.failures());
        long now = clock.millis();
        Plan plan = planner.plan(wanted, observed, now);
        plan.actions().forEach(executor::submit);
        publish(wanted, observed, plan, inFlight.values());
        long next = plan.lookAgainAt().orElse(now + LONGEST_SLEEP_MILLIS) - now;
        return Math.max(0, Math.min(LONGEST_SLEEP_MILLIS, next));
    }

    private void publish(Wanted wanted, Observed observed, Plan plan, Collection<Action> inFlight) {
        Map<String, Set<String>> busy = new HashMap<>();
        Stream.concat(inFlight.stream(), plan.actions().stream())
                .forEach(action -> busy.computeIfAbsent(action.project(), key -> new HashSet<>())
                        .add(concerned(action)));
        // What belongs to the host (names, ports) keeps every project busy: it is done within milliseconds.
        Set<String> host = busy.getOrDefault("", Set.of());
        Map<String, Round> seen = new HashMap<>();
        for (WantedProject project : wanted.projects().values()) {
            String name = project.name();
            seen.put(
                    name,
                    new Round(
                            project.version(),
                            Set.copyOf(host.isEmpty() ? busy.getOrDefault(name, Set.of()) : host),
                            List.copyOf(plan.pending().getOrDefault(name, List.of())),
                            List.copyOf(plan.hopeless().getOrDefault(name, List.of()))));
        }
        lock.lock();
        try {
            rounds = Map.copyOf(seen);
            last = observed;
            began = true;
            roundDone.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Hooks may last an hour, and are no matter of commands on other services; all else is done soon. */
    private static String concerned(Action action) {
        return action instanceof Action.RunHooks ? action.serviceName() : "";
    }

    /** What the last round saw. Right after the start it waits for the first one, within bounds. */
    public Observed observed() {
        lock.lock();
        try {
            long left = FIRST_ROUND_NANOS;
            while (!began && left > 0 && thread.isAlive()) {
                left = roundDone.awaitNanos(left);
            }
            return last;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return last;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Waits until a round says so.
     *
     * @param goal gets the project's round (null when it is not wanted any more) and what that round saw
     * @param millis at most so long
     * @return whether the goal was reached in time
     */
    public boolean await(String project, BiPredicate<@Nullable Round, Observed> goal, long millis)
            throws InterruptedException {
        long left = TimeUnit.MILLISECONDS.toNanos(millis);
        lock.lockInterruptibly();
        try {
            while (!goal.test(rounds.get(project), last)) {
                if (left <= 0) {
                    return false;
                }
                left = roundDone.awaitNanos(left);
            }
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Makes no more rounds; one that is under way ends, so that the executor can be closed next. */
    @Override
    public void close() {
        closed = true;
        wake.ring();
        thread.interrupt();
        try {
            thread.join(CLOSE_MILLIS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
