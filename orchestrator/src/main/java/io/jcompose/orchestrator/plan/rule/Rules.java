package io.jcompose.orchestrator.plan.rule;

import io.jcompose.orchestrator.plan.Rule;
import java.util.List;

/** All rules, in the order in which they are asked: what ends comes before what begins. */
public final class Rules {
    private Rules() {}

    public static List<Rule> all() {
        return List.of(
                new GoDownRule(),
                new ImageRule(),
                new PortsRule(),
                new OrphanRule(),
                new RemakeRule(),
                new JudgeRule(),
                new ReplaceRule(),
                new OneOffRule(),
                new KillRule(),
                new HealRule(),
                new StopRule(),
                new ReloadRule(),
                new NetworkRule(),
                new VolumeRule(),
                new AnonymousVolumeRule(),
                new CreateRule(),
                new ConnectRule(),
                new RememberRule(),
                new HookRule(),
                new StartRule(),
                new RestartRule());
    }
}
