package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.cli.screen.BuildScreen;
import io.jcompose.orchestrator.cli.screen.Palette;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.orchestrator.watch.Trigger;
import io.jcompose.orchestrator.watch.TriggerReading;
import io.jcompose.orchestrator.watch.Triggers;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.check.Selected;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code watch}. */
@picocli.CommandLine.Command(
        description =
                "Starts services, and keeps their containers up to date with the files that they are made from, as"
                        + " `develop.watch` says. Ctrl-C ends watching; the services run on.",
        footer = {
            "",
            "Examples:",
            "  jcompose watch                 all services that have a develop.watch",
            "  jcompose watch --no-up web     of what runs already, only web",
            "  jcompose up --watch            with the logs"
        })
public final class WatchCommand implements Command {
    private static final int INTERRUPTED = 130;

    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services and what they depend on.")
    private List<String> services = new ArrayList<>();

    @Option(names = "--no-up", description = "Do not build and start the services before.")
    private boolean noUp;

    @Option(
            names = "--prune",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Remove images that a rebuild has replaced (true).")
    private boolean prune = true;

    @Option(names = "--quiet", description = "Build without showing how.")
    private boolean quiet;

    @Option(names = "--dry-run", description = "Say what would be done about changed files, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--ignore-unsupported",
            description = "Start although the files ask for things that are not built yet, without these.")
    private boolean ignoreUnsupported;

    @Override
    public int run(Session session)
            throws SpecException, DaemonException, UsageException, IOException, InterruptedException {
        Loaded loaded = loaded(session);
        Triggers triggers = triggers(loaded, services);
        Watching.Voice voice = new Lines(session);
        try (Watching watching = Watching.open(triggers, voice)) {
            if (dryRun) {
                run(watching, new FoldedHands(voice));
            } else {
                work(session, loaded, triggers, watching, voice);
            }
        } catch (InterruptedException e) {
            voice.say("Watch disabled");
        }
        return INTERRUPTED;
    }

    private void work(Session session, Loaded loaded, Triggers triggers, Watching watching, Watching.Voice voice)
            throws DaemonException, UsageException, IOException, InterruptedException {
        DaemonClient client = session.client();
        WatchLock lock = WatchLock.take(session.place().run(), loaded.project().name());
        try (lock) {
            if (!noUp) {
                up(session, client, loaded, triggers);
            }
            BuildScreen screen = session.buildScreen("plain", quiet);
            run(
                    watching,
                    new WatchHands(session, client, loaded, triggers, voice, new WatchHands.Manner(prune, screen)));
        }
    }

    private static void run(Watching watching, Watching.Hands hands)
            throws DaemonException, IOException, InterruptedException {
        Interrupts interrupts = Interrupts.on(Thread.currentThread()::interrupt, "INT", "TERM");
        try (interrupts) {
            watching.run(hands);
        }
    }

    private Loaded loaded(Session session) throws SpecException, UsageException {
        Loaded loaded = session.load(services);
        session.warn(loaded);
        for (String service : services) {
            if (!loaded.project().services().containsKey(service)) {
                throw new UsageException("no such service: " + service);
            }
        }
        List<Problem> unsupported = Unsupported.of(loaded, services);
        if (!noUp && !dryRun && !ignoreUnsupported && !unsupported.isEmpty()) {
            throw new SpecException(Unsupported.refused(unsupported), loaded.texts());
        }
        return loaded;
    }

    /** The rules of the services that are meant. */
    static Triggers triggers(Loaded loaded, List<String> services) throws SpecException, UsageException {
        Triggers triggers = TriggerReading.of(
                loaded, Selected.of(loaded.project(), services).services().values());
        if (triggers.isEmpty()) {
            throw new UsageException(
                    "none of the selected services is configured for watch",
                    "a service says in `develop.watch` what to do when its files change");
        }
        return triggers;
    }

    /** Images of services that are developed here are built, also those that are there: the files may have changed. */
    private void up(Session session, DaemonClient client, Loaded loaded, Triggers triggers)
            throws DaemonException, UsageException {
        Set<String> watched = triggers.all().stream().map(Trigger::service).collect(Collectors.toSet());
        new ServiceBuilds(session, loaded, client).beforeWatch(services, watched, quiet);
        UpRequest request = UpRequest.of(loaded, UpAsked.USUAL.of(new Chosen(services, false)), Await.NOTHING)
                .by(session.credentials()
                        .forImages(loaded.project().services().values().stream()
                                .map(Service::image)
                                .toList()));
        Message.Result result = session.finish(client.up(loaded.project().name(), request));
        Notices.show(session, result, false);
    }

    /** Lines on the caller's streams, coloured on a terminal. */
    private static final class Lines implements Watching.Voice {
        private final Session session;

        Lines(Session session) {
            this.session = session;
        }

        @Override
        public void say(String line) {
            Palette palette = session.palette(session.console().terminal().out());
            session.console().out().println(palette.good(line));
            session.console().out().flush();
        }

        @Override
        public void complain(String line) {
            session.console().warn(line);
        }
    }
}
