package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.JsonObject;

/** {@code audit verify}. */
@picocli.CommandLine.Command(
        description =
                "Checks that no entry of the audit log was changed, added or taken out in between. Exit code 1 when"
                        + " one was.",
        footer = {"", "Examples:", "  jcompose audit verify"})
public final class AuditVerifyCommand implements Command {
    @Override
    public int run(Session session) throws DaemonException {
        JsonObject verdict = session.client().releases().verifyAudit();
        long bad = verdict.number("bad");
        if (bad == 0) {
            session.console().out().println("The audit log is whole: " + verdict.number("lines") + " entries.");
            return 0;
        }
        session.console()
                .out()
                .println("line " + bad + " of the audit log is not as it was written: " + verdict.text("reason") + "; "
                        + verdict.number("lines") + " entries before it are whole");
        return 1;
    }
}
