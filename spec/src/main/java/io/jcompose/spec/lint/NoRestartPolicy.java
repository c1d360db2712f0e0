package io.jcompose.spec.lint;

import io.jcompose.spec.Dependency.Condition;
import io.jcompose.spec.Service;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.HashSet;
import java.util.Set;

/** A service that stays down after its first exit. */
final class NoRestartPolicy implements Rule {
    private static final About ABOUT = new About(
            "no-restart-policy",
            Level.NOTE,
            "services without restart policy",
            "after a crash or a restart of the host the service stays down until somebody notices");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        Set<String> jobs = jobs(subject);
        for (Service service : subject.services()) {
            MapNode tree = subject.tree(service);
            boolean decided = tree.get("restart").isPresent()
                    || tree.map("deploy").get("restart_policy").isPresent();
            if (!decided && !jobs.contains(service.name())) {
                report.find(
                        Subject.path(service),
                        "service \"" + service.name() + "\" has no restart policy",
                        "write `restart: unless-stopped`, or `restart: \"no\"` when it is meant to end");
            }
        }
    }

    /** Services whose end others wait for. */
    private static Set<String> jobs(Subject subject) {
        Set<String> jobs = new HashSet<>();
        for (Service service : subject.services()) {
            service.dependsOn().forEach((name, dependency) -> {
                if (dependency.condition() == Condition.SERVICE_COMPLETED_SUCCESSFULLY) {
                    jobs.add(name);
                }
            });
        }
        return jobs;
    }
}
