package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code image rm}. */
@picocli.CommandLine.Command(
        description = "Removes images that no container uses and no release needs.",
        footer = {"", "Examples:", "  jcompose image rm team/app:1"})
public final class ImageRmCommand implements Command {
    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Names or ids.")
    private List<String> images = new ArrayList<>();

    @Option(
            names = {"-f", "--force"},
            description = "Also images that a release needs; a rollback to it may then not be possible.")
    private boolean force;

    @Override
    public int run(Session session) throws DaemonException {
        DaemonClient client = session.client();
        for (String image : images) {
            client.removeImage(image, force).forEach(session.console().out()::println);
        }
        return 0;
    }
}
