package io.jcompose.orchestrator.plan;

/** One reason to act on a project. Rules are asked in a fixed order; the first action on a resource wins the round. */
public interface Rule {
    void apply(ProjectView view, Draft draft);
}
