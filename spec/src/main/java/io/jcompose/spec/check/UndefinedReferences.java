package io.jcompose.spec.check;

import io.jcompose.spec.Mount;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.decode.Nearest;
import java.util.Set;

/** What a service names must be defined: networks, volumes, services. */
final class UndefinedReferences implements Check {
    @Override
    public void run(Project project, Report report) {
        for (Service service : project.services().values()) {
            String path = "services." + service.name();
            networks(project, service, path, report);
            volumes(project, service, path, report);
            dependencies(project, service, path, report);
        }
    }

    private static void networks(Project project, Service service, String path, Report report) {
        for (String network : service.networks().keySet()) {
            if (!project.networks().containsKey(network) && report.hasRoom()) {
                undefined(
                        service,
                        "network",
                        network,
                        path + ".networks." + network,
                        project.networks().keySet(),
                        report);
            }
        }
    }

    private static void volumes(Project project, Service service, String path, Report report) {
        for (int i = 0; i < service.mounts().size(); i++) {
            String where = path + ".volumes[" + i + "]";
            String volume = service.mounts().get(i) instanceof Mount.NamedVolume named ? named.volume() : null;
            if (volume != null && !project.volumes().containsKey(volume) && report.hasRoom()) {
                undefined(service, "volume", volume, where, project.volumes().keySet(), report);
            }
        }
    }

    private static void undefined(
            Service service, String kind, String key, String path, Set<String> known, Report report) {
        String add = "define it under the top-level `" + kind + "s:`";
        String hint = kind.equals("volume") && key.contains("/") ? "a path of the host starts with ./ or /" : add;
        report.error(
                path,
                "service \"" + service.name() + "\" refers to undefined " + kind + " " + key,
                Nearest.hint(key, known).orElse(hint));
    }

    private static void dependencies(Project project, Service service, String path, Report report) {
        for (String name : service.dependsOn().keySet()) {
            if (project.services().containsKey(name) || !report.hasRoom()) {
                continue;
            }
            String hint = report.disabled().contains(name)
                    ? "`" + name + "` exists, but none of its profiles is active"
                    : Nearest.hint(name, project.services().keySet()).orElse(null);
            report.error(
                    path + ".depends_on." + name,
                    "service \"" + service.name() + "\" depends on undefined service \"" + name + "\"",
                    hint);
        }
    }
}
