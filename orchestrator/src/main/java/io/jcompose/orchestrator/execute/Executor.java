package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.execute.Progress.Phase;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Backoff;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Effects;
import io.jcompose.orchestrator.plan.Hook;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.Resource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/** Runs actions on a few threads, one per resource at a time, and remembers what failed. */
public final class Executor implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(Executor.class);
    private static final int THREADS = 8;
    private static final long CLOSE_SECONDS = 30;

    private final Effects effects;
    private final BootClock clock;
    private final Consumer<Progress> listener;
    private final Runnable wake;
    private final ExecutorService pool;
    private final HookThreads hooks = new HookThreads();
    private final Map<Resource, Action> inFlight = new ConcurrentHashMap<>();
    private final Map<Resource, Observed.Failure> failures = new ConcurrentHashMap<>();

    /**
     * An executor.
     *
     * @param listener gets progress
     * @param wake is called after each action, when its outcome can be observed
     */
    public Executor(Effects effects, BootClock clock, Consumer<Progress> listener, Runnable wake) {
        this.effects = effects;
        this.clock = clock;
        this.listener = listener;
        this.wake = wake;
        var number = new AtomicInteger();
        this.pool = Executors.newFixedThreadPool(THREADS, work -> {
            var thread = new Thread(work, "action-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** What is being done now, by what it works on. */
    public Map<Resource, Action> inFlight() {
        return inFlight;
    }

    /** What failed, and when it may be tried again. */
    public Map<Resource, Observed.Failure> failures() {
        return failures;
    }

    /** A changed wish is a new chance: forgets what failed for the project. */
    public void forgive(String project) {
        failures.values().removeIf(failure -> failure.project().equals(project));
    }

    /** Begins an action, unless its resource is in flight. */
    public void submit(Action action) {
        if (inFlight.putIfAbsent(action.resource(), action) == null) {
            if (action instanceof Action.RunHooks run) {
                hooks.execute(run, () -> run(action));
            } else {
                pool.execute(() -> run(action));
            }
        }
    }

    /** Ends hooks of services that a person wants stopped; those before a stop go on. */
    public void abandonHooks(String project, Predicate<String> service) {
        hooks.abandon(action -> action.kind() != Hook.Kind.PRE_STOP
                && action.project().equals(project)
                && service.test(action.container().slot().service()));
    }

    private void run(Action action) {
        try {
            attempt(action);
        } finally {
            inFlight.remove(action.resource());
            wake.run();
        }
    }

    private void attempt(Action action) {
        var wording = Wording.of(action);
        wording.ifPresent(
                words -> listener.accept(progress(action, words.id(), words.doing(), Phase.WORKING, why(action))));
        try {
            LOG.atLevel(action.because() instanceof Because.Follows ? Level.DEBUG : Level.INFO)
                    .log("{} ({})", action.text(), action.because().text());
            effects.perform(action);
            failures.remove(action.resource());
            wording.filter(words -> !words.endsLater())
                    .ifPresent(words -> listener.accept(progress(action, words.id(), words.done(), Phase.DONE, null)));
        } catch (Effects.ActionFailed e) {
            if (action instanceof Action.RunHooks run && hooks.isAbandoned(run)) {
                LOG.info("{} was called off", action.text());
                return;
            }
            fail(action, String.valueOf(e.getMessage()), e);
        } catch (RuntimeException e) {
            LOG.error("a defect of jcompose, please report it: {} failed", action.text(), e);
            fail(action, "internal error in " + action.text() + ": " + e, e);
        }
    }

    private static Progress progress(Action action, String id, String status, Phase phase, @Nullable String detail) {
        Progress progress = new Progress(action.project(), id, status, phase, detail);
        return action instanceof Action.OnContainer on
                ? progress.about(on.container().id())
                : progress;
    }

    private static @Nullable String why(Action action) {
        return action.because().obvious() ? null : action.because().text();
    }

    private void fail(Action action, String message, Exception cause) {
        LOG.warn("{} failed: {}", action.text(), message);
        LOG.debug("cause", cause);
        failures.compute(action.resource(), (resource, before) -> {
            int attempts = before == null ? 1 : before.attempts() + 1;
            long retryAt = clock.millis() + Backoff.millis(attempts + 1);
            return new Observed.Failure(attempts, retryAt, message, action.path(), action.project());
        });
        String id = Wording.of(action).map(Wording::id).orElseGet(() -> Wording.quiet(action));
        listener.accept(progress(action, id, "Error", Phase.ERROR, message));
    }

    /** Begins nothing more and waits for what is under way. */
    @Override
    public void close() {
        hooks.close();
        pool.shutdown();
        try {
            if (!pool.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("actions still under way: {}", inFlight.keySet());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
