package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.watch.Trigger;
import io.jcompose.orchestrator.watch.Triggers;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code up}. */
@picocli.CommandLine.Command(
        description = "Creates and starts what the files declare. It stays so, through crashes and reboots, until"
                + " `down`.",
        footer = {
            "",
            "Examples:",
            "  jcompose up                    with the logs; Ctrl-C stops all",
            "  jcompose up -d --wait          in the background, back when all are healthy",
            "  jcompose up -d --scale web=3 web",
            "  jcompose up --watch            and changed files come into the containers",
            "  jcompose -f stack.yml -f prod.yml up -d --remove-orphans"
        })
public final class UpCommand implements Command {
    @Mixin
    private UpOptions options = new UpOptions();

    @Option(
            names = {"-d", "--detach"},
            description = "Leave it in the background.")
    private boolean detach;

    @Option(names = "--wait", description = "Come back when all are running or healthy; implies -d.")
    private boolean wait;

    @Option(names = "--wait-timeout", paramLabel = "SECONDS", description = "Wait so long at most.")
    private int waitSeconds;

    @Option(names = "--no-color", description = "No colours in the logs.")
    private boolean plain;

    @Option(names = "--no-log-prefix", description = "No names before the lines.")
    private boolean bare;

    @Option(names = "--timestamps", description = "Show when each line was written.")
    private boolean timestamps;

    @Option(names = "--abort-on-container-exit", description = "Stop all when one container has ended.")
    private boolean abortOnExit;

    @Option(names = "--abort-on-container-failure", description = "Stop all when one container has failed.")
    private boolean abortOnFailure;

    @Option(names = "--exit-code-from", paramLabel = "SERVICE", description = "End with this service's exit code.")
    private @Nullable String exitCodeFrom;

    @Option(names = "--attach", paramLabel = "SERVICE", description = "Show the logs of only these services.")
    private List<String> attach = new ArrayList<>();

    @Option(names = "--no-attach", paramLabel = "SERVICE", description = "Do not show the logs of these services.")
    private List<String> noAttach = new ArrayList<>();

    @Option(names = "--attach-dependencies", description = "Show the logs of what the named services depend on, too.")
    private boolean attachDependencies;

    @Mixin
    private UpBuild build = new UpBuild();

    @Option(
            names = {"-w", "--watch"},
            description = "Bring changed files into the containers, as develop.watch says.")
    private boolean watch;

    @Option(names = "--plan", paramLabel = "FILE", description = "Do what this plan says, or nothing.")
    private @Nullable Path plan;

    @Option(
            names = "--menu",
            arity = "0..1",
            fallbackValue = "true",
            description = "Taken for the sake of scripts: there is no menu.")
    private boolean menu;

    @Override
    public int run(Session session)
            throws SpecException, DaemonException, UsageException, IOException, InterruptedException {
        mustFit();
        if (menu) {
            session.console().warn("--menu does nothing: there is no menu; Ctrl-C stops, --watch watches");
        }
        Loaded loaded = options.load(session);
        if (plan != null) {
            session.keepTo(PlanFile.read(
                    session.console().directory().resolve(plan),
                    loaded.project().name()));
        }
        Triggers triggers = watch ? triggers(loaded) : null;
        PreparedUp up = PreparedUp.of(session, loaded, options, build, new Await(wait, waitSeconds));
        if (detach || wait || session.dryRun() || options.noStart()) {
            return up.inBackground(session);
        }
        AttachedUp attached = new AttachedUp(session, up.client(), loaded, up.request(), attachment());
        return triggers == null ? attached.run() : attached.run(triggers, session.buildScreen("plain", build.quiet()));
    }

    private Triggers triggers(Loaded loaded) throws SpecException, UsageException {
        Triggers triggers = WatchCommand.triggers(loaded, options.services());
        for (Trigger trigger : triggers.all()) {
            if (build.forbidden() && trigger.action() == Trigger.Action.REBUILD) {
                throw new UsageException("--no-build cannot be combined with --watch: service " + trigger.service()
                        + " has the action rebuild");
            }
        }
        return triggers;
    }

    private AttachedUp.Attachment attachment() {
        AttachedUp.Abort abort = AttachedUp.Abort.NEVER;
        if (abortOnFailure) {
            abort = AttachedUp.Abort.ON_FAILURE;
        } else if (abortOnExit || exitCodeFrom != null) {
            abort = AttachedUp.Abort.ON_EXIT;
        }
        return new AttachedUp.Attachment(
                attach,
                noAttach,
                attachDependencies,
                abort,
                exitCodeFrom,
                new AttachedUp.Looks(plain, bare, timestamps));
    }

    private void mustFit() throws UsageException {
        boolean background = detach || wait;
        if (waitSeconds < 0) {
            throw new UsageException("--wait-timeout must not be negative");
        }
        if (background && (abortOnExit || abortOnFailure || exitCodeFrom != null)) {
            throw new UsageException(
                    "-d and --wait cannot be combined with --abort-on-container-* or --exit-code-from");
        }
        if (background && (attachDependencies || !(attach.isEmpty() && noAttach.isEmpty()))) {
            throw new UsageException(
                    "-d and --wait cannot be combined with --attach, --no-attach or --attach-dependencies");
        }
        if (attachDependencies && !attach.isEmpty()) {
            throw new UsageException("--attach cannot be combined with --attach-dependencies");
        }
        build.mustFit();
        if (watch && (background || options.noStart())) {
            throw new UsageException("--watch cannot be combined with -d, --wait or --no-start");
        }
        if (abortOnExit && abortOnFailure) {
            throw new UsageException("--abort-on-container-exit cannot be combined with --abort-on-container-failure");
        }
    }
}
