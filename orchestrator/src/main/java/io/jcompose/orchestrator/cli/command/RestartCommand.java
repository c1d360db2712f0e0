package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code restart}. */
@picocli.CommandLine.Command(
        description = "Stops containers and starts them again. Changed files are not read: that is what `up` does.",
        footer = {"", "Examples:", "  jcompose restart web", "  jcompose restart -t 0"})
public final class RestartCommand implements Command {
    @Mixin
    private ServiceOptions options = new ServiceOptions();

    @Option(names = "--no-deps", description = "Leave dependent services alone.")
    private boolean noDeps;

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException {
        return ServiceOptions.run(session, new Operation.Restart(options.services(), options.stopSeconds(), noDeps));
    }
}
