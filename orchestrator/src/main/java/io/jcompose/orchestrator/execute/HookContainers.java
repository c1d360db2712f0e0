package io.jcompose.orchestrator.execute;

import io.jcompose.network.NetworkException;
import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Hook;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import io.jcompose.runtime.ProbeResult;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Containers that live for one hook: with the mounts, networks, secrets and limits of the container that is to be started
 * after them, but no name and no port. What a killed daemon left of them goes at the next start.
 */
public final class HookContainers {
    private static final Logger LOG = LoggerFactory.getLogger(HookContainers.class);
    /** Tells them from others, who have the label of a slot. */
    static final String LABEL = "io.jcompose.hook";

    private static final int MOST_LINES = 20;
    private static final int MOST_OUTPUT = 4096;

    private final Containers containers;
    private final Wiring wiring;
    private final HookSpecs specs;
    private final GrantedFiles granted;
    private final Map<String, CompletableFuture<ContainerStatus>> ends = new ConcurrentHashMap<>();

    HookContainers(Containers containers, Wiring wiring, HookSpecs specs, GrantedFiles granted) {
        this.containers = containers;
        this.wiring = wiring;
        this.specs = specs;
        this.granted = granted;
        containers.watch(this::changed);
    }

    private void changed(String id) {
        CompletableFuture<ContainerStatus> end = ends.get(id);
        ContainerState state = end == null ? null : containers.state(id);
        if (end != null && state != null && state.status() instanceof ContainerStatus.Exited exited) {
            end.complete(exited);
        }
    }

    /** Runs a hook to its end; nothing of its container is left. */
    ProbeResult run(Action.RunHooks action, Hook hook) throws ContainerException, IOException {
        ContainerSpec spec = specs.of(action, hook);
        CompletableFuture<ContainerStatus> end = new CompletableFuture<>();
        ends.put(spec.id(), end);
        try {
            containers.create(spec);
            wiring.connectBriefly(action.container(), action.service(), spec.id(), containers.sandbox(spec.id()));
            Map<String, String> files = wiring.filesOf(spec.id(), action.container(), action.service());
            containers.start(spec.id(), files, granted.of(action.service().spec()));
            changed(spec.id());
            return result(spec.id(), end);
        } catch (NetworkException e) {
            throw new ContainerException(String.valueOf(e.getMessage()), e);
        } finally {
            ends.remove(spec.id());
            remove(spec.id());
        }
    }

    private ProbeResult result(String id, CompletableFuture<ContainerStatus> end)
            throws ContainerException, IOException {
        try {
            ContainerStatus status = end.get(Hooks.LONGEST.toSeconds(), TimeUnit.SECONDS);
            int code = status instanceof ContainerStatus.Exited exited ? exited.code() : ProbeResult.COULD_NOT_RUN;
            return new ProbeResult(code, output(id));
        } catch (TimeoutException e) {
            return new ProbeResult(ProbeResult.TIMED_OUT, output(id));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ContainerException("the hook was called off", e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("nobody fails this", e);
        }
    }

    private String output(String id) throws ContainerException, IOException {
        var text = new StringBuilder();
        try (LogReader log = containers.logs(id, new LogRequest(MOST_LINES, null, null))) {
            for (var line = log.next(); line.isPresent(); line = log.next()) {
                text.append(new String(line.get().text(), StandardCharsets.UTF_8))
                        .append('\n');
            }
        }
        return text.substring(Math.max(0, text.length() - MOST_OUTPUT));
    }

    /** Of a thread that may be interrupted: what it cleans up must not be cut short by that. */
    private void remove(String id) {
        boolean interrupted = Thread.interrupted();
        try {
            containers.kill(id);
            wiring.disconnect(id);
            containers.remove(id);
        } catch (ContainerException.NoSuchContainer e) {
            LOG.debug("it was not even made", e);
        } catch (ContainerException | NetworkException e) {
            LOG.warn("the container {} of a hook stays until the next start of the daemon: {}", id, e.getMessage());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Removes what an earlier daemon left. */
    public void sweep() {
        List<ContainerState> left = containers.list().values().stream()
                .filter(state -> state.spec().labels().containsKey(LABEL))
                .toList();
        left.forEach(state -> remove(state.spec().id()));
    }
}
