package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code image push}. */
@picocli.CommandLine.Command(
        description = "Sends an image to the registry of its name.",
        footer = {
            "",
            "Examples:",
            "  jcompose image tag app:1 registry.lan:5000/team/app:1",
            "  jcompose image push registry.lan:5000/team/app:1"
        })
public final class ImagePushCommand implements Command {
    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Parameters(paramLabel = "NAME", description = "[HOST[:PORT]/]PATH[:TAG].")
    private String name = "";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        var logins = session.credentials().forImages(List.of(name));
        var work = session.client().registries().push(name, logins);
        Message.Result result = quiet ? session.finishQuietly(work) : session.finish(work);
        session.console().out().println(result.value().text("digest"));
        return 0;
    }
}
