package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Rollout;
import io.jcompose.spec.Service;
import io.jcompose.spec.decode.Replacing;
import io.jcompose.spec.source.TreePath;

/** The new container cannot start before the old one stops while both need what only one can have. */
final class StartFirst implements Check {
    @Override
    public void run(Project project, Report report) {
        for (Service service : project.services().values()) {
            check(service, Replacing.update(service), "update_config", report);
            check(service, Replacing.rollback(service), "rollback_config", report);
        }
    }

    private static void check(Service service, Rollout rollout, String key, Report report) {
        if (rollout.order() != Rollout.Order.START_FIRST) {
            return;
        }
        String path = TreePath.child("services", service.name()) + ".deploy." + key + ".order";
        String said = "service \"" + service.name() + "\" cannot be replaced start-first: both containers would have ";
        if (service.containerName() != null) {
            report.error(
                    path,
                    said + "the name " + service.containerName(),
                    "remove `container_name`, or write `order: stop-first`");
        }
        service.networks().forEach((network, attachment) -> {
            if (attachment.ipv4Address() != null) {
                report.error(
                        path,
                        said + "the address " + attachment.ipv4Address(),
                        "remove `ipv4_address`, or write `order: stop-first`");
            }
        });
    }
}
