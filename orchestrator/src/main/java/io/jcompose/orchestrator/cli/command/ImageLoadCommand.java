package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import picocli.CommandLine.Option;

/** {@code load} and {@code image load}. */
@picocli.CommandLine.Command(
        description = "Adds the images of an archive: of docker save, or of the OCI layout, also compressed.",
        footer = {"", "Examples:", "  jcompose image load -i app.tar"})
public final class ImageLoadCommand implements Command {
    @Option(
            names = {"-i", "--input"},
            paramLabel = "FILE",
            description = "Read this file instead of the standard input.")
    private String input = "";

    @Option(
            names = {"-q", "--quiet"},
            description = "Print only what was loaded, without progress.")
    private boolean quiet;

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        String from = OwnStreams.input(session, input, "name a file: jcompose image load -i FILE");
        Message.Result result;
        if (quiet) {
            try (var work = session.client().imageWorks().load(from)) {
                result = work.finish(step -> {});
            }
        } else {
            result = session.finish(session.client().imageWorks().load(from));
        }
        result.value().texts("lines").forEach(session.console().out()::println);
        return 0;
    }
}
