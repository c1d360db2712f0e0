package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.RegistryClient;
import io.jcompose.orchestrator.client.RegistryLogin;
import io.jcompose.spec.PullPolicy;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.decode.PullPolicies;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pull}. */
@picocli.CommandLine.Command(
        description = "Brings the images of services from their registries; `up` then uses them.",
        footer = {"", "Examples:", "  jcompose pull", "  jcompose pull -q --include-deps web"})
public final class PullCommand implements Command {
    @Option(names = "--ignore-pull-failures", description = "Pull what can be pulled; end with 0.")
    private boolean ignoreFailures;

    @Option(names = "--ignore-buildable", description = "Leave out images that can be built.")
    private boolean ignoreBuildable;

    @Option(names = "--include-deps", description = "Also of the services that the named ones depend on.")
    private boolean dependencies;

    @Option(names = "--policy", paramLabel = "POLICY", description = "missing or always, over the files.")
    private @Nullable String policy;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, InterruptedException {
        if (policy != null && !List.of("missing", "always").contains(policy)) {
            throw new UsageException("unknown policy: " + policy, "missing or always");
        }
        Collection<Service> meant = Meant.services(session, services, dependencies);
        List<RegistryLogin> logins = session.credentials()
                .forImages(meant.stream().map(Service::image).toList());
        RegistryClient registries = session.client().registries();
        SortedMap<String, Transfers.Start> pulls = new TreeMap<>();
        SortedMap<String, Transfers.Start> hopes = new TreeMap<>();
        for (Service service : meant) {
            if (isPulled(service)) {
                String image = service.image();
                String platform = service.further().text("platform").orElse(session.defaultPlatform());
                boolean onlyMissing = "missing".equals(policy);
                boolean built = service.further().at("build").isPresent();
                (built ? hopes : pulls).putIfAbsent(image, () -> registries.pull(image, platform, onlyMissing, logins));
            }
        }
        if (session.dryRun()) {
            session.imagine(pulls.keySet(), "Pulled");
            return 0;
        }
        var failures = Transfers.run(session.progress(quiet), pulls);
        var disappointments = Transfers.run(session.progress(quiet), hopes);
        Transfers.told(session, disappointments, true);
        return Transfers.told(session, failures, ignoreFailures);
    }

    /** What is built here is tried only where it has an image of its own name. */
    private boolean isPulled(Service service) {
        boolean built = service.further().at("build").isPresent();
        boolean ownName = service.image().endsWith("-" + service.name())
                && !service.image().contains("/");
        if (built && (ignoreBuildable || ownName)) {
            return false;
        }
        PullPolicy.Kind kind = PullPolicies.of(service).kind();
        boolean said = service.further().text("pull_policy").isPresent();
        boolean never = kind == PullPolicy.Kind.NEVER || (kind == PullPolicy.Kind.BUILD && said);
        return !never && !service.image().isEmpty() && !service.image().startsWith(Meant.BUILT_IN);
    }
}
