package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import io.jcompose.spec.decode.Nearest;
import java.util.List;

/** A service whose namespaces or mounts are shared exists, and a shared network excludes own ones. */
final class SharedNamespaces implements Check {
    private static final List<String> NAMESPACES = List.of("network_mode", "ipc", "pid", "uts");
    private static final String SERVICE = "service:";

    @Override
    public void run(Project project, Report report) {
        for (Service service : project.services().values()) {
            String path = "services." + service.name() + ".";
            for (String namespace : NAMESPACES) {
                String mode = service.further().text(namespace).orElse("");
                if (mode.startsWith(SERVICE)) {
                    exists(project, mode.substring(SERVICE.length()), namespace, mode, path + namespace, report);
                }
            }
            mounts(project, service, path + "volumes_from", report);
            if (service.further().at("network_mode").isPresent()
                    && !service.networks().isEmpty()) {
                report.error(
                        path + "networks",
                        "service \"" + service.name() + "\" has both `network_mode` and `networks`",
                        "a network that is shared has its own attachments: remove one of the two");
            }
        }
    }

    private static void mounts(Project project, Service service, String path, Report report) {
        List<Value> sources = service.further().items("volumes_from");
        for (int i = 0; i < sources.size(); i++) {
            String source = sources.get(i) instanceof Value.Text text ? text.text() : "";
            if (!source.startsWith("container:")) {
                String name = source.endsWith(":ro") ? source.substring(0, source.length() - 3) : source;
                exists(project, name, "volumes_from", source, path + "[" + i + "]", report);
            }
        }
    }

    private static void exists(
            Project project, String name, String attribute, String written, String path, Report report) {
        if (!project.services().containsKey(name) && report.hasRoom()) {
            String hint = report.disabled().contains(name)
                    ? "`" + name + "` exists, but none of its profiles is active"
                    : Nearest.hint(name, project.services().keySet()).orElse(null);
            report.error(path, "service \"" + name + "\" not found for " + attribute + " '" + written + "'", hint);
        }
    }
}
