package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code build}. */
@picocli.CommandLine.Command(
        description = "Builds the images of services that have a build.",
        footer = {
            "",
            "Examples:",
            "  jcompose build                       all of them",
            "  jcompose build --no-cache web",
            "  jcompose build --build-arg VERSION=2 --progress plain",
            "  jcompose build --push web",
            "  jcompose build --check               say what is odd about Dockerfiles, and build nothing"
        })
public final class BuildCommand implements Command {
    @Mixin
    private BuildOptions options = new BuildOptions();

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--with-dependencies", description = "Also services that these depend on.")
    private boolean withDependencies;

    @Option(names = "--push", description = "Send the images to the registries of their names.")
    private boolean push;

    @Option(names = "--print", description = "Print what would be built, as JSON, and build nothing.")
    private boolean print;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, InterruptedException {
        Loaded loaded = session.load(services);
        session.warn(loaded);
        for (String service : services) {
            if (!loaded.project().services().containsKey(service)) {
                throw new UsageException("no such service: " + service);
            }
        }
        ServiceBuilds builds = new ServiceBuilds(session, loaded, session.client());
        if (print) {
            session.console().out().println(builds.printed(services, withDependencies, options));
            return 0;
        }
        if (options.check()) {
            return BuildCheck.of(session, builds.orders(services, withDependencies, options));
        }
        List<String> built = builds.all(services, withDependencies, options);
        if (built.isEmpty()) {
            session.console().err().println("warning: no services to build");
        }
        return push ? Pushes.of(session, built, options.quiet()) : 0;
    }
}
