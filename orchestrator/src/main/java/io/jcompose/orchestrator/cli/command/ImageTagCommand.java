package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import picocli.CommandLine.Parameters;

/** {@code image tag}. */
@picocli.CommandLine.Command(
        description = "Gives an image one more name.",
        footer = {"", "Examples:", "  jcompose image tag team/app:1 registry.example/team/app:1"})
public final class ImageTagCommand implements Command {
    @Parameters(index = "0", paramLabel = "SOURCE", description = "Name or id.")
    private String source = "";

    @Parameters(index = "1", paramLabel = "NAME", description = "The new name.")
    private String name = "";

    @Override
    public int run(Session session) throws DaemonException {
        session.client().imageWorks().tag(source, name);
        return 0;
    }
}
