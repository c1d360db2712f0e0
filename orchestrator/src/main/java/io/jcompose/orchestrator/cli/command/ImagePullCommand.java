package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code image pull}. */
@picocli.CommandLine.Command(
        description = "Brings an image from its registry.",
        footer = {
            "",
            "Examples:",
            "  jcompose image pull nginx:1.27",
            "  jcompose image pull registry.lan:5000/team/app@sha256:..."
        })
public final class ImagePullCommand implements Command {
    @Option(
            names = "--platform",
            paramLabel = "OS/ARCH",
            description = "The image for this platform; without it DOCKER_DEFAULT_PLATFORM says which.")
    private @Nullable String platform;

    @Option(
            names = {"-q", "--quiet"},
            description = "No progress.")
    private boolean quiet;

    @Parameters(paramLabel = "NAME", description = "[HOST[:PORT]/]PATH[:TAG][@DIGEST].")
    private String name = "";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        var logins = session.credentials().forImages(List.of(name));
        String asked = platform == null ? session.defaultPlatform() : platform;
        var work = session.client().registries().pull(name, asked, false, logins);
        Message.Result result = quiet ? session.finishQuietly(work) : session.finish(work);
        session.console().out().println(result.value().text("id"));
        return 0;
    }
}
