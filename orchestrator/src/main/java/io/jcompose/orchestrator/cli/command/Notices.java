package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.Message;

/** What the daemon says at the end of its work. */
final class Notices {
    private Notices() {}

    static void show(Session session, Message.Result result, boolean orphansRemoved) {
        result.warnings().forEach(session.console()::warn);
        if (!result.orphans().isEmpty() && !orphansRemoved) {
            session.console()
                    .warn("found orphan containers " + result.orphans()
                            + " for this project: services that are no longer declared; remove them with"
                            + " --remove-orphans");
        }
    }
}
