package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import io.jcompose.spec.decode.Nearest;
import java.util.List;

/** What a build names: services as contexts, and the platform that the service runs on. */
final class Builds implements Check {
    private static final String SERVICE = "service:";

    @Override
    public void run(Project project, Report report) {
        for (Service service : project.services().values()) {
            String path = "services." + service.name() + ".build.";
            service.further().fields("build", "additional_contexts").forEach((name, value) -> {
                if (value instanceof Value.Text text && text.text().startsWith(SERVICE)) {
                    String other = text.text().substring(SERVICE.length());
                    context(project, service, name, other, path + "additional_contexts." + name, report);
                }
            });
            platform(service, path + "platforms", report);
        }
    }

    private static void context(
            Project project, Service service, String name, String other, String path, Report report) {
        Service found = project.services().get(other);
        if (found != null && found.further().at("build").isPresent()) {
            return;
        }
        String kind = found == null ? "unknown" : "non-buildable";
        report.error(
                path,
                "service \"" + service.name() + "\" declares " + kind + " service \"" + other
                        + "\" as additional context " + name,
                found == null
                        ? Nearest.hint(other, project.services().keySet()).orElse(null)
                        : "a context of another service is what that one builds: give it a `build`");
    }

    private static void platform(Service service, String path, Report report) {
        List<Value> platforms = service.further().items("build", "platforms");
        service.further()
                .text("platform")
                .filter(own -> !platforms.isEmpty() && !platforms.contains(Value.of(own)))
                .ifPresent(own -> report.error(
                        path,
                        "`build.platforms` must include the service's own platform \"" + own + "\"",
                        "add it, or remove `platform`"));
    }
}
