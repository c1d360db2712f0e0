package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.cli.screen.Progress;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ExecStream;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.RunRequest;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ThreadLocalRandom;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code run}. */
@picocli.CommandLine.Command(
        description = "Runs a command in a new container of a service, after what the service depends on, and ends with"
                + " its exit code.",
        footer = {
            "",
            "Examples:",
            "  jcompose run --rm web sh                 a shell, on a terminal",
            "  jcompose run --rm -e DEBUG=1 app migrate",
            "  pg_dump ... | jcompose run --rm -T db psql",
            "  jcompose run -d --name once app import   in the background"
        })
public final class RunCommand implements Command {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "COMMAND",
            description = "The command and its arguments, in place of the service's.")
    private List<String> command = new ArrayList<>();

    @Mixin
    private RunOptions options = new RunOptions();

    @Mixin
    private UpBuild build = new UpBuild();

    @Mixin
    private PullOptions pull = new PullOptions();

    @Option(names = "--rm", description = "Remove the container when it has ended.")
    private boolean remove;

    @Option(
            names = {"-d", "--detach"},
            description = "Leave it in the background and print its name.")
    private boolean detach;

    @Option(names = "--no-deps", description = "Leave the services that it depends on alone.")
    private boolean alone;

    @Mixin
    private OrphanOptions orphans = new OrphanOptions();

    @Option(
            names = {"-q", "--quiet"},
            description = "Show no progress.")
    private boolean quiet;

    @Option(
            names = "--ignore-unsupported",
            description = "Start although the files ask for things that are not built yet, without these.")
    private boolean ignoreUnsupported;

    @Override
    public boolean passesArgumentsOn() {
        return true;
    }

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        options.mustFit();
        build.mustFit();
        Loaded loaded = load(session);
        Service declared = loaded.project().services().get(service);
        if (declared == null) {
            throw new UsageException("no such service: " + service);
        }
        RunRequest request = request(session, loaded, declared);
        if (pull.quiet()) {
            session.leaveLayersOut();
        }
        DaemonClient client = session.client();
        List<String> built = new ArrayList<>(request.up().asked().services());
        built.add(service);
        build.run(session, loaded, client, built);
        String project = loaded.project().name();
        if (detach || session.dryRun()) {
            return inBackground(session, client.runDetached(project, request), request, loaded);
        }
        try (ExecStream stream = client.run(project, request)) {
            begin(session, stream);
            return request.tty()
                    ? RawTerminal.during(() -> new ExecTalk(session, stream).terminal())
                    : new ExecTalk(session, stream).pipes();
        }
    }

    private Loaded load(Session session) throws SpecException {
        Loaded loaded = session.load(List.of(service));
        session.warn(loaded);
        List<Problem> unsupported = Unsupported.of(loaded, List.of(service));
        if (!ignoreUnsupported && !unsupported.isEmpty()) {
            throw new SpecException(Unsupported.refused(unsupported), loaded.texts());
        }
        session.warn(unsupported, loaded.texts());
        return loaded;
    }

    private RunRequest request(Session session, Loaded loaded, Service declared) throws SpecException, UsageException {
        boolean tty = !detach && options.onTerminal(session);
        String key = RunRequest.nameOf(service, slug());
        Service once = options.applied(session, loaded, declared, key, command);
        Project project = pull.applied(loaded.project());
        SortedMap<String, Service> services = new TreeMap<>(project.services());
        services.put(key, once);
        List<String> before = alone
                ? List.of()
                : declared.dependsOn().keySet().stream()
                        .filter(services::containsKey)
                        .toList();
        UpAsked asked = UpAsked.USUAL.of(new Chosen(before, false)).removingOrphans(orphans.go(session));
        UpRequest up = UpRequest.of(loaded, project.withServices(services), asked, Await.NOTHING);
        var images = services.values().stream().map(Service::image).toList();
        return new RunRequest(
                up.by(session.credentials().forImages(images)),
                key,
                service,
                remove,
                detach,
                tty,
                tty ? ExecTalk.size() : null);
    }

    private static String slug() {
        return String.format("%012x", ThreadLocalRandom.current().nextLong(1L << 48));
    }

    private int inBackground(
            Session session, io.jcompose.orchestrator.client.MessageStream work, RunRequest request, Loaded loaded)
            throws DaemonException, UsageException {
        Message.Result result = quiet ? session.finishQuietly(work) : session.finish(work);
        Notices.show(session, result, orphans.go(session));
        if (session.dryRun()) {
            return 0;
        }
        session.console().out().println(options.containerName(loaded.project().name(), request.name()));
        return 0;
    }

    /** Shows what comes before the command until it runs. */
    private void begin(Session session, ExecStream stream) throws DaemonException, UsageException {
        try (Progress progress = session.progress(quiet)) {
            ExecStream.Frame frame = stream.next();
            while (!(frame instanceof ExecStream.Frame.Begun)) {
                if (frame instanceof ExecStream.Frame.Before before) {
                    progress.show(before.progress());
                }
                frame = stream.next();
            }
        }
    }
}
