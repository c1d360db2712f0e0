package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.plan.Attempts;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.Signals;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.orchestrator.secret.SecretStore;
import io.jcompose.spec.Further;
import io.jcompose.spec.Volume;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What people command of projects that are there; each call waits until it is so. */
public final class Operations {
    private final Wishing wishing;
    private final Granting granting;

    Operations(Wishing wishing, Granting granting) {
        this.wishing = wishing;
        this.granting = granting;
    }

    /** Stops, starts, restarts, kills or removes containers. A kill that would hit none is refused. */
    public void operate(String project, Operation operation) throws Refused, InterruptedException {
        List<String> services = operation.services();
        if (operation instanceof Operation.Kill kill) {
            mustRun(wishing.known(project, services), kill);
        }
        if (operation instanceof Operation.Start) {
            mustHaveContainers(wishing.known(project, services), services);
        }
        Awaited awaited =
                wishing.changeKnown(project, services, known -> OperationWishes.after(known, operation, wishing.now()));
        if (operation instanceof Operation.Stop) {
            wishing.abandonHooks(project, services);
        }
        wishing.settle(project, awaited);
    }

    /** What {@code rm} or {@code down} took is not made anew by a start, and who names it wants to know. */
    private static void mustHaveContainers(WantedProject project, List<String> services) throws Refused {
        for (String name : services) {
            WantedService service = project.services().get(name);
            if (service != null && service.replicas() == 0 && service.spec().replicas() > 0) {
                throw new Refused(
                        Kind.CONFLICT, "service \"" + name + "\" has no container to start: up makes one", "");
            }
        }
    }

    private void mustRun(WantedProject project, Operation.Kill kill) throws Refused {
        boolean runs = wishing.observed().containers().values().stream()
                .filter(container -> container.slot().project().equals(project.name()))
                .anyMatch(container -> isHit(
                        kill, container, project.services().get(container.slot().service())));
        if (!runs) {
            String whose = kill.services().isEmpty() ? "project " + project.name() : String.join(", ", kill.services());
            throw new Refused(Kind.CONFLICT, "no container of " + whose + " is running", "");
        }
    }

    /** One that waits for its next restart is hit by SIGKILL too, as with Docker: it is not restarted any more. */
    private static boolean isHit(Operation.Kill kill, ObservedContainer container, @Nullable WantedService service) {
        if (service == null) {
            return container.running() && kill.services().isEmpty();
        }
        boolean ends = Signals.number(kill.signal()).orElse(Signals.KILL) == Signals.KILL;
        return OperationWishes.isHit(kill, service) && (container.running() || (ends && comesBack(container, service)));
    }

    private static boolean comesBack(ObservedContainer container, WantedService service) {
        return container.life() instanceof Life.Exited exited
                && service.running()
                && !container.memo().stopBegun()
                && service.policy().follows(exited.code())
                && Attempts.left(service.policy(), container.memo());
    }

    /**
     * Takes a project down, or some of its services, and waits until it is gone.
     *
     * @return whether there was anything
     */
    public boolean down(String project, DownAsked asked) throws Refused, InterruptedException {
        SecretStore.Hold held = granting.hold();
        try {
            return takeDown(project, asked);
        } finally {
            held.close();
        }
    }

    private boolean takeDown(String project, DownAsked asked) throws Refused, InterruptedException {
        if (wishing.wanted(project) == null) {
            return asked.volumes() && removeRemains(project);
        }
        Awaited awaited = wishing.changeKnown(project, asked.services(), known -> OperationWishes.down(known, asked));
        wishing.abandonHooks(project, asked.services());
        wishing.settle(project, awaited);
        return true;
    }

    /** Volumes outlive their project; {@code down -v} finds them by the project that they were made for. */
    private boolean removeRemains(String project) throws Refused, InterruptedException {
        SortedMap<String, Volume> left = new TreeMap<>();
        wishing.observed().volumes().forEach((name, owner) -> {
            if (owner.equals(project)) {
                left.put(name, new Volume(name, false, new TreeMap<>(), Further.NONE));
            }
        });
        if (left.isEmpty()) {
            return false;
        }
        wishing.settle(
                project,
                wishing.change(
                        project, List.of(), known -> known == null ? WantedProject.remains(project, left) : known));
        return true;
    }
}
