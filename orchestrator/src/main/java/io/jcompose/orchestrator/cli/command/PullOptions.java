package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How {@code up} gets images. */
final class PullOptions {
    private static final List<String> POLICIES = List.of("policy", "always", "missing", "never");

    @Option(
            names = "--pull",
            paramLabel = "POLICY",
            description = "always, missing or never, over pull_policy of the files; policy leaves it.")
    private @Nullable String pull;

    @Option(names = "--quiet-pull", description = "Show no layers.")
    private boolean quiet;

    boolean quiet() {
        return quiet;
    }

    /** The project with the policy that was asked for; services that are built here keep theirs. */
    Project applied(Project project) throws UsageException {
        if (pull == null || pull.equals("policy")) {
            return project;
        }
        if (!POLICIES.contains(pull)) {
            throw new UsageException("unknown policy: --pull " + pull, "one of " + String.join(", ", POLICIES));
        }
        SortedMap<String, Service> services = new TreeMap<>(project.services());
        services.replaceAll((name, service) -> {
            boolean built = service.further().at("build").isPresent();
            return built ? service : service.withFurther(changed(service));
        });
        return project.withServices(services);
    }

    private io.jcompose.spec.Further changed(Service service) {
        var bare = service.further().without("pull_policy").without("pull_refresh_after");
        return "missing".equals(pull) ? bare : bare.with(Value.of(String.valueOf(pull)), "pull_policy");
    }
}
