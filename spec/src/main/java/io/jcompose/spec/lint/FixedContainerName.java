package io.jcompose.spec.lint;

import io.jcompose.spec.Service;

/** A name that only one container of the host can have. */
final class FixedContainerName implements Rule {
    private static final About ABOUT = new About(
            "fixed-container-name",
            Level.NOTE,
            "the key `container_name`",
            "the service cannot have two replicas, and a second copy of the project on this host collides with the first");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            if (service.containerName() != null) {
                report.find(
                        Subject.path(service) + ".container_name",
                        "service \"" + service.name() + "\" has a fixed container name",
                        "remove it: the service's name works in commands and on its networks");
            }
        }
    }
}
