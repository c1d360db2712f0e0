package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.SecretClient;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code secret rm}. */
@picocli.CommandLine.Command(
        description = "Removes secrets with all their versions. Containers that have them keep them.",
        footer = {"", "Examples:", "  jcompose secret rm db-password", "  jcompose secret rm --config site"})
public final class SecretRmCommand implements Command {
    @Mixin
    private SecretKind kind = new SecretKind();

    @Option(
            names = {"-f", "--force"},
            description = "Also those that a project uses: its next `up` will fail.")
    private boolean force;

    @Parameters(arity = "1..*", paramLabel = "NAME", description = "Names of secrets.")
    private List<String> names = new ArrayList<>();

    @Override
    public int run(Session session) throws DaemonException {
        SecretClient secrets = session.client().secrets();
        for (String name : names) {
            secrets.remove(kind.word(), name, force);
            session.console().out().println(name);
        }
        return 0;
    }
}
