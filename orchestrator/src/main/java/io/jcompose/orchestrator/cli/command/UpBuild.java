package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.Loaded;
import java.util.List;
import picocli.CommandLine.Option;

/** What {@code up} and {@code create} build before they begin. */
final class UpBuild {
    @Option(
            names = "--build",
            description = "Build the images of services that have a build, also those that are there.")
    private boolean build;

    @Option(names = "--no-build", description = "Build no image, also where one is missing.")
    private boolean noBuild;

    @Option(names = "--quiet-build", description = "Build without showing how.")
    private boolean quiet;

    void mustFit() throws UsageException {
        if (build && noBuild) {
            throw new UsageException("--build and --no-build cannot be combined");
        }
    }

    /** Whether nothing may be built. */
    boolean forbidden() {
        return noBuild;
    }

    boolean quiet() {
        return quiet;
    }

    void run(Session session, Loaded loaded, DaemonClient client, List<String> services)
            throws DaemonException, UsageException {
        if (!noBuild) {
            new ServiceBuilds(session, loaded, client).beforeUp(services, build, quiet);
        }
    }
}
