package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.plan.WantedProject;
import java.util.List;

/**
 * Everything that is kept of one {@code up}: enough to do it again without a file.
 *
 * @param wanted the project as it was wanted, each service with its replicas
 * @param plan what it was going to do
 */
public record Release(Heading heading, WantedProject wanted, List<Step> plan, Staging staging) {
    public Release {
        plan = List.copyOf(plan);
    }

    /** One action and its reason. */
    public record Step(String text, String because) {}

    Release with(Heading changed) {
        return new Release(changed, wanted, plan, staging);
    }
}
