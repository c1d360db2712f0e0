package io.jcompose.spec.lint;

import io.jcompose.spec.Dependency.Condition;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Service;
import org.jspecify.annotations.Nullable;

/** Waiting for health that nobody measures. */
final class UnprobedDependency implements Rule {
    private static final About ABOUT = new About(
            "unprobed-dependency",
            Level.WARNING,
            "`service_healthy` on a service without healthcheck",
            "a service without probe never becomes healthy, and what depends on it never starts");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            service.dependsOn().forEach((name, dependency) -> {
                Service other = subject.loaded().project().services().get(name);
                boolean waits = dependency.condition() == Condition.SERVICE_HEALTHY;
                if (waits && other != null && !isProbed(other.healthcheck())) {
                    report.find(
                            Subject.path(service) + ".depends_on." + name,
                            "\"" + service.name() + "\" waits until \"" + name + "\" is healthy, and \"" + name
                                    + "\" has no healthcheck in these files",
                            "give `" + name + "` a `healthcheck:`, unless its image has one");
                }
            });
        }
    }

    private static boolean isProbed(@Nullable Healthcheck healthcheck) {
        return healthcheck != null && !healthcheck.disabled();
    }
}
