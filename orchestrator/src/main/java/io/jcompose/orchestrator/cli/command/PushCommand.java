package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.RegistryClient;
import io.jcompose.orchestrator.client.RegistryLogin;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code push}. */
@picocli.CommandLine.Command(
        description = "Sends the images of services that are built here to the registries of their names.",
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
        Collection<Service> meant = Meant.services(session, services, dependencies).stream()
                .filter(service -> service.further().at("build").isPresent())
                .toList();
        List<RegistryLogin> logins = session.credentials()
                .forImages(meant.stream().map(Service::image).toList());
        RegistryClient registries = session.client().registries();
        SortedMap<String, Transfers.Start> pushes = new TreeMap<>();
        for (Service service : meant) {
            String image = service.image();
            if (!image.isEmpty()) {
                pushes.putIfAbsent(image, () -> registries.push(image, logins));
            }
        }
        if (session.dryRun()) {
            session.imagine(pushes.keySet(), "Pushed");
            return 0;
        }
        return Transfers.told(session, Transfers.run(session.progress(quiet), pushes), ignoreFailures);
    }
}
