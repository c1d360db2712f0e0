package io.jcompose.spec.lint;

import io.jcompose.spec.Dependency.Condition;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Service;
import io.jcompose.spec.yaml.Node;
import java.util.Map;

/** A probe that nobody waits for. */
final class UnwaitedDependency implements Rule {
    private static final About ABOUT = new About(
            "unwaited-dependency",
            Level.NOTE,
            "dependencies that start before the other service is healthy",
            "the service starts as soon as the other process runs, long before it answers");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            Map<String, Node.Entry> written =
                    subject.tree(service).map("depends_on").entries();
            service.dependsOn().forEach((name, dependency) -> {
                Service other = subject.loaded().project().services().get(name);
                Healthcheck probe = other == null ? null : other.healthcheck();
                boolean started = dependency.condition() == Condition.SERVICE_STARTED;
                if (started && written.containsKey(name) && probe != null && !probe.disabled()) {
                    report.find(
                            Subject.path(service) + ".depends_on." + name,
                            "\"" + name + "\" has a healthcheck, and \"" + service.name() + "\" does not wait for it",
                            "write `" + name + ": {condition: service_healthy}`");
                }
            });
        }
    }
}
