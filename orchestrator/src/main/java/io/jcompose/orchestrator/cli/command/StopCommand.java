package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import picocli.CommandLine.Mixin;

/** {@code stop}. */
@picocli.CommandLine.Command(
        description = "Stops containers without removing them; they stay stopped until `start` or `up`.",
        footer = {"", "Examples:", "  jcompose stop", "  jcompose stop -t 0 web"})
public final class StopCommand implements Command {
    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        return ServiceOptions.run(session, new Operation.Stop(options.services(), options.stopSeconds()));
    }
}
