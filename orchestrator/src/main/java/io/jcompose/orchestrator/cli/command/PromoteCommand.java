package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.PlannedAction;
import io.jcompose.orchestrator.client.PromotionRequest;
import io.jcompose.orchestrator.client.ReleaseClient;
import io.jcompose.spec.Environment;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code promote}. */
@picocli.CommandLine.Command(
        description = "Brings the release that runs in one environment into another one: the same images, nothing is"
                + " built or pulled anew. The gates of the other environment are checked first; when it does not become"
                + " healthy there, what ran before comes back.",
        footer = {
            "",
            "Exit codes: 0 it runs there, 2 it waits for an approval, 1 it does not.",
            "",
            "Examples:",
            "  jcompose promote dev stage --dry-run     only show what would be done",
            "  jcompose promote dev stage -y",
            "  jcompose promote --release 4 dev stage   refused when dev has another one",
            "  jcompose promote --approve stage prod    let go on what waits for it",
            "  jcompose promote --cancel stage prod     give up what waits"
        })
public final class PromoteCommand implements Command {
    private static final int WAITING = 2;

    @Parameters(index = "0", paramLabel = "FROM", description = "Environment whose release is taken.")
    private String from = "";

    @Parameters(index = "1", paramLabel = "TO", description = "Environment that it is brought into.")
    private String to = "";

    @Option(names = "--approve", description = "Approve what waits for it, and go on.")
    private boolean approve;

    @Option(names = "--cancel", description = "Give up what waits for an approval.")
    private boolean cancel;

    @Option(
            names = "--release",
            paramLabel = "NUMBER",
            description = "Only this release of FROM; when another one is there, it is refused.")
    private int release;

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    @Option(
            names = "--timeout",
            paramLabel = "SECONDS",
            defaultValue = "300",
            description = "Time to become healthy there (300).")
    private int timeout = 300;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        mustFit();
        Environment source = session.environment(from);
        Environment target = session.environment(to);
        ReleaseClient releases = session.client().releases();
        if (cancel) {
            releases.cancelPromotion(target.project());
            session.console().out().println("The promotion into " + to + " is given up.");
            return 0;
        }
        var request = new PromotionRequest(source.project(), target.project(), to, release, timeout);
        if (approve) {
            return told(session, session.finish(releases.approve(waiting(session, request))));
        }
        JsonObject plan = releases.planPromotion(request);
        return agreed(session, plan)
                ? told(session, session.finish(releases.promote(request.only(plan.integer("release")))))
                : 0;
    }

    /** What waits now, and nothing that takes its place meanwhile. */
    private PromotionRequest waiting(Session session, PromotionRequest request) throws DaemonException {
        for (JsonObject one : session.client().releases().promotions()) {
            boolean there = one.text("from").equals(request.project())
                    && one.text("project").equals(request.target());
            if (there && release == 0) {
                int found = one.integer("release");
                session.console().out().println("Approving release " + found + " of " + from + " for " + to + ".");
                session.console().out().flush();
                return request.only(found);
            }
        }
        return request;
    }

    private void mustFit() throws UsageException {
        if (timeout < 1) {
            throw new UsageException("--timeout must be at least one second");
        }
        if (release < 0 || (release > 0 && cancel)) {
            throw new UsageException("--release takes a number from 1, and cannot be combined with --cancel");
        }
        if ((approve && cancel) || (approve && dryRun) || (cancel && dryRun)) {
            throw new UsageException("--approve, --cancel and --dry-run cannot be combined");
        }
    }

    private boolean agreed(Session session, JsonObject plan) throws IOException, UsageException {
        var out = session.console().out();
        out.println("Promotion of release " + plan.integer("release") + " of " + from + " to " + to + ":");
        List<PlannedAction> actions = ReleaseClient.actions(plan);
        ShownPlan.print(session, actions);
        if (actions.isEmpty()) {
            out.println("  nothing to do, it runs there already");
        }
        plan.texts("gates").forEach(gate -> out.println("  gate: " + gate));
        out.flush();
        return !dryRun && !actions.isEmpty() && (yes || Consent.given(session, "Promote?"));
    }

    private int told(Session session, Message.Result ended) {
        JsonObject result = ended.value();
        var out = session.console().out();
        String state = result.text("state");
        if (state.equals("waiting")) {
            out.println("Waiting for an approval: jcompose promote --approve " + from + " " + to);
            return WAITING;
        }
        if (state.equals("done")) {
            out.println("Release " + result.integer("release") + " runs in " + to + ".");
            return 0;
        }
        out.flush();
        session.console().err().println("jcompose: promotion to " + to + " " + state + ": " + result.text("reason"));
        return 1;
    }
}
