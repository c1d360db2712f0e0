package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import java.util.HashMap;
import java.util.Map;

/** A fixed container name fits one container of one service. */
final class ContainerNames implements Check {
    @Override
    public void run(Project project, Report report) {
        Map<String, String> owners = new HashMap<>();
        for (Service service : project.services().values()) {
            String name = service.containerName();
            if (name == null) {
                continue;
            }
            String path = "services." + service.name() + ".container_name";
            String owner = owners.putIfAbsent(name, service.name());
            if (owner != null) {
                report.error(
                        path,
                        "container name \"" + name + "\" is already used by service \"" + owner + "\"",
                        "container names are unique");
            }
            if (service.replicas() > 1) {
                report.error(
                        path,
                        "can't set container_name and scale as container name must be unique",
                        "remove `container_name`, or run one replica");
            }
        }
    }
}
