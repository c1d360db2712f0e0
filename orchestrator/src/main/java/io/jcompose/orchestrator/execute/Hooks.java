package io.jcompose.orchestrator.execute;

import io.jcompose.orchestrator.execute.Progress.Phase;
import io.jcompose.orchestrator.observe.BootClock;
import io.jcompose.orchestrator.observe.Ledger;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Hook;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.ProbeResult;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs hooks. What they did is remembered when they have ended: a daemon that is killed meanwhile takes its hooks along,
 * and the next one runs them again from the first.
 */
final class Hooks {
    /** Compose has no bound; a hook that waits for what never comes would be waited for by `up` for ever. */
    static final Duration LONGEST = Duration.ofHours(1);

    private static final Logger LOG = LoggerFactory.getLogger(Hooks.class);

    private final Containers containers;
    private final Ledger ledger;
    private final BootClock clock;
    private final HookContainers before;
    private final Consumer<Progress> progress;

    Hooks(Containers containers, Ledger ledger, BootClock clock, HookContainers before, Consumer<Progress> progress) {
        this.containers = containers;
        this.ledger = ledger;
        this.clock = clock;
        this.before = before;
        this.progress = progress;
    }

    void run(Action.RunHooks action) throws ContainerException, IOException {
        tell(action, "Running " + action.kind().word(), Phase.WORKING, null);
        switch (action.kind()) {
            case PRE_START -> preStart(action);
            case POST_START -> postStart(action);
            case PRE_STOP -> preStop(action);
        }
    }

    /** A failure is one of the action: it is tried again after a while, and `up` is told. */
    private void preStart(Action.RunHooks action) throws ContainerException, IOException {
        for (Hook hook : action.hooks()) {
            ProbeResult result = before.run(action, hook);
            if (result.code() != 0) {
                throw new ContainerException(failure(action, result));
            }
        }
        ledger.put(action.container().id(), action.memo());
        tell(action, "Ran pre_start", Phase.DONE, null);
    }

    /** A failure is remembered: it ends the container, and nothing but a person's command starts it again. */
    private void postStart(Action.RunHooks action) throws ContainerException, IOException {
        String id = action.container().id();
        for (Hook hook : action.hooks()) {
            ProbeResult result = exec(action, hook, LONGEST);
            if (result.code() != 0) {
                String why = failure(action, result);
                Memo memo = action.container().memo();
                ledger.put(id, memo.with(memo.run().failed(why)));
                tell(action, "Error", Phase.ERROR, why);
                LOG.warn("{}", why);
                return;
            }
        }
        ledger.put(id, action.memo());
        tell(action, "Ran post_start", Phase.DONE, null);
    }

    /** The stop goes on whatever its hooks say: a container that cannot be stopped would be worse. */
    private void preStop(Action.RunHooks action) throws ContainerException, IOException {
        ObservedContainer container = action.container();
        Memo memo = container.memo();
        ledger.put(container.id(), memo.with(memo.run().stopping(action.due())));
        for (Hook hook : action.hooks()) {
            Duration left = Duration.ofMillis(Math.max(1, action.due() - clock.millis()));
            ProbeResult result = exec(action, hook, left);
            if (result.code() != 0) {
                String why = failure(action, result);
                tell(action, "pre_stop failed", Phase.WORKING, why);
                LOG.warn("{}; it is stopped all the same", why);
            }
        }
        ledger.put(container.id(), action.memo());
    }

    private ProbeResult exec(Action.RunHooks action, Hook hook, Duration timeout) throws ContainerException {
        List<String> command = hook.command();
        ExecSpec spec = new ExecSpec(
                command == null ? List.of() : command, variables(hook), hook.user(), hook.workingDirectory(), false);
        return awaited(containers.probe(action.container().id(), spec, timeout));
    }

    static List<String> variables(Hook hook) {
        return hook.environment().entrySet().stream()
                .map(entry -> entry.getKey() + "=" + entry.getValue())
                .toList();
    }

    /** A command that is called off is left to its timeout, or to the end of its container. */
    static ProbeResult awaited(CompletableFuture<ProbeResult> running) throws ContainerException {
        try {
            return running.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerException("it was called off", e);
        } catch (ExecutionException e) {
            throw new ContainerException("it could not be run: " + e.getCause(), e);
        }
    }

    private static String failure(Action.RunHooks action, ProbeResult result) {
        String what = action.kind().word() + " hook of " + action.container().name();
        String output = result.output().strip();
        String how = switch (result.code()) {
            case ProbeResult.TIMED_OUT -> " did not end in time";
            case ProbeResult.COULD_NOT_RUN -> " could not be run";
            default -> " failed with exit code " + result.code();
        };
        return what + how + (output.isEmpty() ? "" : ": " + output);
    }

    private void tell(
            Action.RunHooks action, String status, Phase phase, @org.jspecify.annotations.Nullable String detail) {
        progress.accept(
                new Progress(action.project(), "Container " + action.container().name(), status, phase, detail));
    }
}
