package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.plan.Declared;
import io.jcompose.orchestrator.plan.OneOff;
import io.jcompose.orchestrator.plan.Remaking;
import io.jcompose.orchestrator.plan.Removal;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Service;
import io.jcompose.spec.change.Fingerprint;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** How {@code run} changes what is wanted. Pure, as {@link Wishes}. */
final class OneOffWishes {
    private OneOffWishes() {}

    /** A one-off container more, which is only made while a client attends it, and what it depends on brought up. */
    static WantedProject run(@Nullable WantedProject before, RunRequest request, long now) {
        WantedProject base =
                request.dependencies() ? Wishes.up(before, request.up(), now) : untouched(before, request.up());
        Service spec = request.up().model().services().get(request.name());
        SortedMap<String, WantedService> services = new TreeMap<>(base.services());
        services.put(
                request.name(),
                new WantedService(
                        java.util.Objects.requireNonNull(spec),
                        Fingerprint.of(spec),
                        1,
                        !request.oneOff().attended(),
                        null,
                        request.dependencies()
                                ? WantedService.Tokens.NONE
                                : WantedService.Tokens.NONE.startedAlone(now),
                        null,
                        null,
                        null,
                        request.oneOff()));
        return base.withServices(services);
    }

    /** The project with nothing brought up but its networks and volumes. */
    private static WantedProject untouched(@Nullable WantedProject before, UpRequest request) {
        boolean fresh = before == null || before.down() != null;
        return new WantedProject(
                request.model().name(),
                before == null ? 1 : before.version() + 1,
                fresh || before == null ? new TreeMap<>() : before.services(),
                Declared.of(request.model(), request.disabled()),
                new Removal(request.asked().removeOrphans(), null, before == null ? Remaking.NONE : before.remaking()));
    }

    /** The client is ready: it may begin. */
    static WantedProject begin(WantedProject before, String name) {
        return change(before, name, service -> service.withRunning(true, null));
    }

    /** Its client is gone: it goes on alone. */
    static WantedProject leave(WantedProject before, String name) {
        return change(before, name, service -> service.withOneOff(alone(service)));
    }

    private static @Nullable OneOff alone(WantedService service) {
        OneOff oneOff = service.oneOff();
        return oneOff == null ? null : oneOff.left();
    }

    /** After a start of the daemon no client is left. What was made to wait for one and never began, is not wanted. */
    static WantedProject afterRestart(WantedProject before) {
        return change(before, service -> true, service -> {
            WantedService left = service.withOneOff(alone(service));
            return service.running() ? left : left.withReplicas(0);
        });
    }

    /** Those that {@code which} accepts, by the names under which they stand, are to go. */
    static WantedProject end(WantedProject before, Predicate<String> which) {
        return change(before, service -> which.test(service.spec().name()), service -> service.withReplicas(0));
    }

    private static WantedProject change(WantedProject before, String name, UnaryOperator<WantedService> change) {
        return change(before, service -> service.spec().name().equals(name), change);
    }

    private static WantedProject change(
            WantedProject before, Predicate<WantedService> which, UnaryOperator<WantedService> change) {
        SortedMap<String, WantedService> services = new TreeMap<>(before.services());
        services.replaceAll(
                (name, service) -> service.oneOff() != null && which.test(service) ? change.apply(service) : service);
        return services.equals(before.services()) ? before : before.withServices(services);
    }
}
