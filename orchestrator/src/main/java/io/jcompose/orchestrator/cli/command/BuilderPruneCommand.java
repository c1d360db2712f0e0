package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;
import java.io.IOException;
import picocli.CommandLine.Option;

/** {@code builder prune}. */
@picocli.CommandLine.Command(
        description = "Forgets what builds remember, but for caches that a build uses now.",
        footer = {"", "Examples:", "  jcompose builder prune", "  jcompose builder prune -f"})
public final class BuilderPruneCommand implements Command {
    @Option(
            names = {"-a", "--all"},
            description = "As Docker has it; all is forgotten in any case.")
    private boolean all;

    @Option(
            names = {"-f", "--force"},
            description = "Do not ask.")
    private boolean force;

    @Override
    public int run(Session session) throws DaemonException, IOException {
        String what = all ? "all that builds remember" : "what builds remember";
        if (!force && !ImagePruneCommand.agreed(session, what)) {
            return 0;
        }
        JsonObject pruned = session.client().builds().prune();
        session.console()
                .out()
                .println("Forgotten: " + pruned.number("results") + " steps of builds, " + pruned.number("caches")
                        + " caches");
        session.console().out().println("Total reclaimed space: " + Ages.size(pruned.number("bytes")));
        return 0;
    }
}
