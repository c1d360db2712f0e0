package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Ages;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code image from-host}. */
@picocli.CommandLine.Command(
        description = "Makes an image of programs of this host with everything that they load.",
        footer = {"", "Examples:", "  jcompose image from-host --name team/psql:1 /usr/bin/psql /usr/share/postgresql"})
public final class ImageFromHostCommand implements Command {
    @Option(names = "--name", paramLabel = "NAME", required = true, description = "Name of the new image.")
    private String name = "";

    @Parameters(arity = "1..*", paramLabel = "PATH", description = "Files and directories of this host.")
    private List<String> paths = new ArrayList<>();

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        List<String> absolute = paths.stream()
                .map(path ->
                        session.console().directory().resolve(path).normalize().toString())
                .toList();
        Message.Result result = session.finish(session.client().imageFromHost(name, absolute));
        session.console()
                .out()
                .println(result.value().text("id") + " "
                        + Ages.size(result.value().number("size")));
        return 0;
    }
}
