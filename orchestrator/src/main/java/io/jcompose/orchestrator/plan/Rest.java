package io.jcompose.orchestrator.plan;

import io.jcompose.spec.grant.Grants;
import java.util.List;

/**
 * Whether a service is at rest: exactly its containers are there, and no rule has anything to say of them. Most of a big
 * project is at rest in most rounds, and rules are not asked about it, so that a round costs what changes. It is on the
 * safe side: what is not at rest here may still need nothing.
 */
final class Rest {
    private Rest() {}

    static boolean isAt(ProjectView view, WantedService service) {
        List<ObservedContainer> containers = view.containersOf(service.spec().name());
        if (!service.running()
                || service.image() == null
                || service.update() != null
                || service.oneOff() != null
                || containers.size() != service.replicas()
                || !view.portsHeld(service)
                || service.spec().further().text(Grants.RELOAD).isPresent()) {
            return false;
        }
        boolean hooked = !Hook.of(service.spec(), Hook.Kind.POST_START).isEmpty();
        for (ObservedContainer container : containers) {
            boolean awaited = hooked && !container.memo().run().postStarted();
            if (awaited || !isAt(view, service, container)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAt(ProjectView view, WantedService service, ObservedContainer container) {
        return container.running()
                && container.health() != Health.UNHEALTHY
                && isAt(service.tokens(), container.memo())
                && view.obsolete(container, service) == null
                && view.connected(container, service, true);
    }

    private static boolean isAt(WantedService.Tokens tokens, Memo memo) {
        return memo.start() >= tokens.start()
                && memo.restart() >= tokens.restart()
                && memo.kill() >= tokens.kill()
                && !memo.stopBegun()
                && memo.care().equals(Care.NONE)
                && memo.run().failure().isEmpty();
    }
}
