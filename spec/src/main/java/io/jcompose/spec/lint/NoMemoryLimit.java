package io.jcompose.spec.lint;

import io.jcompose.spec.Service;

/** A service that may take all memory. */
final class NoMemoryLimit implements Rule {
    private static final About ABOUT = new About(
            "no-memory-limit",
            Level.NOTE,
            "services without a memory limit",
            "one leak takes the memory of all services, and the kernel chooses which process to end");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            if (service.limits().memory() == 0 && service.replicas() > 0) {
                report.find(
                        Subject.path(service),
                        "service \"" + service.name() + "\" has no memory limit",
                        "set `deploy.resources.limits.memory`, as in `512m`");
            }
        }
    }
}
