package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.RegistryClient;
import io.jcompose.orchestrator.client.RegistryLogin;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code push}. */
@picocli.CommandLine.Command(
        description = "Sends the images of services that are built here to the registries of their names and tags.",
        footer = {"", "Examples:", "  jcompose push", "  jcompose push --include-deps web"})
public final class PushCommand implements Command {
    @Option(names = "--ignore-push-failures", description = "Push what can be pushed; end with 0.")
    private boolean ignoreFailures;

    @Option(names = "--include-deps", description = "Also of the services that the named ones depend on.")
    private boolean dependencies;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Parameters(arity = "0..*", paramLabel = "SERVICE", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, InterruptedException {
        String project = session.projectName();
        List<String> images = Meant.services(session, services, dependencies).stream()
                .filter(service -> service.further().at("build").isPresent())
                .filter(service -> !ServiceBuild.isUnnamed(project, service))
                .flatMap(service -> ServiceBuild.names(service).stream())
                .filter(image -> !image.isEmpty())
                .toList();
        if (session.dryRun()) {
            session.imagine(new TreeSet<>(images), "Pushed");
            return 0;
        }
        List<RegistryLogin> logins = session.credentials().forImages(images);
        RegistryClient registries = session.client().registries();
        SortedMap<String, Transfers.Start> pushes = new TreeMap<>();
        for (String image : images) {
            pushes.putIfAbsent(image, () -> registries.push(image, logins));
        }
        return Transfers.told(session, Transfers.run(session.progress(quiet), pushes), ignoreFailures);
    }
}
