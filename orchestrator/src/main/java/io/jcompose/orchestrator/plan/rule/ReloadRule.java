package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Action;
import io.jcompose.orchestrator.plan.Because;
import io.jcompose.orchestrator.plan.Draft;
import io.jcompose.orchestrator.plan.Memo;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.ProjectView;
import io.jcompose.orchestrator.plan.Rule;
import io.jcompose.orchestrator.plan.Run;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Service;
import io.jcompose.spec.grant.Grant;
import io.jcompose.spec.grant.Grants;
import java.util.List;
import java.util.Optional;

/** Running containers of services with {@code x-reload} are told that only the contents of their grants have changed. */
final class ReloadRule implements Rule {
    @Override
    public void apply(ProjectView view, Draft draft) {
        if (view.wanted().down() != null) {
            return;
        }
        view.placed().forEach(placed -> {
            ObservedContainer container = placed.container();
            Optional<String> signal = placed.service().spec().further().text(Grants.RELOAD);
            boolean stays = placed.service().running() && !container.memo().stopBegun();
            if (container.running() && stays && signal.isPresent()) {
                reload(draft, container, placed.service(), bare(signal.get()));
            }
        });
    }

    private static void reload(Draft draft, ObservedContainer container, WantedService service, String signal) {
        Service spec = service.spec();
        Memo memo = container.memo();
        List<Grant> changed = memo.run().changed(spec);
        if (!changed.isEmpty()) {
            Memo then = memo.with(memo.run().withContents(Run.contentsOf(spec)));
            List<String> what = changed.stream().map(Grant::text).toList();
            draft.add(new Action.ReloadContainer(container, service, signal, then, new Because.ContentChanged(what)));
        }
    }

    private static String bare(String signal) {
        String upper = signal.toUpperCase(java.util.Locale.ROOT);
        return upper.startsWith("SIG") ? upper.substring(3) : upper;
    }
}
