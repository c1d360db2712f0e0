package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.ReleaseClient;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rollback}. */
@picocli.CommandLine.Command(
        description =
                "Brings an earlier release again, with the very images that it had; needs no file. Without a number"
                        + " it is the last one that was done before what runs, and a second rollback goes further back.",
        footer = {
            "",
            "Examples:",
            "  jcompose rollback --dry-run     only show what would be done",
            "  jcompose rollback -y",
            "  jcompose -p shop rollback 3",
            "  jcompose rollback prod 3        of an environment"
        })
public final class RollbackCommand implements Command {
    @Parameters(
            paramLabel = "[ENVIRONMENT] [RELEASE]",
            arity = "0..2",
            description = "An environment of x-environments, and the number of the release.")
    private List<String> words = new ArrayList<>();

    @Option(
            names = {"-y", "--yes"},
            description = "Do not ask.")
    private boolean yes;

    @Option(names = "--dry-run", description = "Show what would be done, and do nothing.")
    private boolean dryRun;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        String last = words.isEmpty() ? "" : words.get(words.size() - 1);
        boolean numbered = Meaning.isNumber(last);
        if (words.size() == 2 && !numbered) {
            throw new UsageException("not the number of a release: " + last);
        }
        String environment = numbered ? (words.size() == 2 ? words.get(0) : "") : last;
        String project = Meaning.project(session, environment);
        ReleaseClient releases = session.client().releases();
        ReleaseClient.Planned plan = releases.planRollback(project, numbered ? Integer.parseInt(last) : 0);
        session.console().out().println("Rollback of " + project + " to release " + plan.number() + ":");
        if (plan.actions().isEmpty()) {
            session.console().out().println("  nothing to do, it runs already");
        }
        ShownPlan.print(session, plan.actions());
        if (dryRun || plan.actions().isEmpty() || !(yes || Consent.given(session, "Roll back?"))) {
            return 0;
        }
        Message.Result result = session.finish(releases.rollback(project, plan.number()));
        int number = result.value().integer("release");
        session.console().out().println("Release " + number + " is release " + plan.number() + " again.");
        return 0;
    }
}
