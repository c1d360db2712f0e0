package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Health;
import io.jcompose.orchestrator.plan.Life;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.Refused.Kind;
import io.jcompose.spec.decode.Durations;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/** Waits for the rounds of a project: until nothing is left to do, or until it is healthy. */
final class Settling {
    private static final long PATIENCE_MILLIS = TimeUnit.HOURS.toMillis(1);

    private final ProjectStore store;
    private final Reconciler reconciler;

    Settling(ProjectStore store, Reconciler reconciler) {
        this.store = store;
        this.reconciler = reconciler;
    }

    /**
     * How a project came to rest.
     *
     * @param hopeless what will not come about
     * @param observed what the round saw that found it so
     */
    record Rest(List<Refused.Reason> hopeless, Observed observed) {
        /**
         * Whether something is hopeless, and failed before a container of the project ran for it.
         *
         * @param decidesItself whether the file says what follows when a container of this service fails
         */
        boolean failedBeforeItRan(String project, Predicate<String> decidesItself) {
            if (hopeless.isEmpty()) {
                return false;
            }
            boolean failedAction = observed.failures().values().stream()
                    .anyMatch(failure -> failure.project().equals(project));
            boolean failedStart = observed.containers().values().stream()
                    .anyMatch(container -> container.slot().project().equals(project)
                            && container.life() instanceof Life.FailedToStart
                            && container.memo().restarts() == 0
                            && !decidesItself.test(container.slot().service()));
            return failedAction || failedStart;
        }

        /** With more that went wrong; it says better what happened. */
        Rest with(List<Refused.Reason> more) {
            return more.isEmpty() ? this : new Rest(more, observed);
        }

        void refuse() throws Refused {
            if (!hopeless.isEmpty()) {
                throw new Refused(Kind.FAILED, hopeless);
            }
        }
    }

    /** Waits, so long at most, until nothing is left to do, or something is hopeless. */
    Rest rest(String project, Awaited awaited, long millis) throws Refused, InterruptedException {
        var found = new AtomicReference<Rest>();
        reconciler.await(
                project,
                (round, observed) -> {
                    if (store.project(project) == null) {
                        found.set(new Rest(List.of(), observed));
                    } else if (round != null && awaited.restsIn(round)) {
                        found.set(new Rest(reasons(project, awaited.hopelessIn(round), observed), observed));
                    }
                    return found.get() != null;
                },
                millis);
        Rest rest = found.get();
        if (rest == null) {
            throw new Refused(
                    Kind.FAILED,
                    "project " + project + " did not come to rest within " + Durations.print(Duration.ofMillis(millis)),
                    "");
        }
        return rest;
    }

    private static List<Refused.Reason> reasons(String project, List<String> messages, Observed observed) {
        return new TreeSet<>(messages)
                .stream()
                        .map(message -> new Refused.Reason(message, pathOf(project, message, observed)))
                        .toList();
    }

    private static String pathOf(String project, String message, Observed observed) {
        return observed.failures().values().stream()
                .filter(failure -> failure.project().equals(project) && message.equals(failure.message()))
                .map(Observed.Failure::path)
                .findFirst()
                .orElse("");
    }

    /** Waits until all containers of the project run, and those with a probe are healthy. */
    void healthy(String project, List<String> services, long seconds) throws Refused, InterruptedException {
        healthy(project, services, seconds, container -> false);
    }

    /** The same, where a container that is {@code lost} is not waited for. */
    void healthy(String project, List<String> services, long seconds, Predicate<ObservedContainer> lost)
            throws Refused, InterruptedException {
        long millis = seconds > 0 ? TimeUnit.SECONDS.toMillis(seconds) : PATIENCE_MILLIS;
        var problem = new ArrayList<String>();
        boolean reached = reconciler.await(
                project,
                (round, observed) -> {
                    problem.clear();
                    WantedProject wanted = store.project(project);
                    observed.containers().values().stream()
                            .filter(container -> container.slot().project().equals(project) && lost.test(container))
                            .forEach(container ->
                                    problem.add("container " + container.name() + " ends again and again"));
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

    /** Whether the project is as healthy as {@link #healthy} wants it, and stays so. */
    boolean staysHealthy(String project, long millis) throws InterruptedException {
        return !reconciler.await(
                project,
                (round, observed) -> {
                    WantedProject wanted = store.project(project);
                    return wanted == null || !ready(wanted, List.of(), observed, new ArrayList<>());
                },
                millis);
    }

    long steadyMillis(String project, long now) {
        return reconciler.observed().containers().values().stream()
                .filter(container -> container.slot().project().equals(project))
                .mapToLong(container -> container.life() instanceof Life.Running running ? now - running.since() : 0)
                .min()
                .orElse(0);
    }

    private static boolean ready(WantedProject wanted, List<String> services, Observed observed, List<String> problem) {
        boolean all = true;
        for (WantedService service : wanted.services().values()) {
            String name = service.spec().name();
            if (services.isEmpty() ? wanted.disabled().contains(name) : !services.contains(name)) {
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
            boolean again = service.policy().kind() != io.jcompose.spec.RestartPolicy.Kind.NO;
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
}
