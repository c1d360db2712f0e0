package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import io.jcompose.spec.decode.Nearest;
import java.util.List;
import java.util.Set;

/** What a service is granted must be defined: secrets, configs, secrets of its build, models. */
final class UndefinedGrants implements Check {
    @Override
    public void run(Project project, Report report) {
        Set<String> secrets = project.secrets().keySet();
        Set<String> configs = project.configs().keySet();
        Set<String> models = project.further().fields("models").keySet();
        for (Service service : project.services().values()) {
            String path = "services." + service.name() + ".";
            sources(service, service.further().items("secrets"), "secret", secrets, path + "secrets", report);
            sources(service, service.further().items("configs"), "config", configs, path + "configs", report);
            List<Value> ofBuild = service.further().items("build", "secrets");
            sources(service, ofBuild, "build secret", secrets, path + "build.secrets", report);
            for (String model : service.further().fields("models").keySet()) {
                named(service, model, "model", models, path + "models." + model, report);
            }
        }
    }

    private static void sources(
            Service service, List<Value> grants, String kind, Set<String> known, String path, Report report) {
        for (int i = 0; i < grants.size(); i++) {
            if (grants.get(i) instanceof Value.Fields grant) {
                named(service, grant.text("source"), kind, known, path + "[" + i + "]", report);
            }
        }
    }

    private static void named(Service service, String key, String kind, Set<String> known, String path, Report report) {
        if (!known.contains(key) && report.hasRoom()) {
            String section = kind.substring(kind.indexOf(' ') + 1) + "s:";
            report.error(
                    path,
                    "service \"" + service.name() + "\" refers to undefined " + kind + " " + key,
                    Nearest.hint(key, known).orElse("define it under the top-level `" + section + "`"));
        }
    }
}
