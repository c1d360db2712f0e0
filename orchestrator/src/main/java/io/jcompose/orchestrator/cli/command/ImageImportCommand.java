package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code import} and {@code image import}. */
@picocli.CommandLine.Command(
        description = "Makes an image of one layer out of a tar file of a root file system.",
        footer = {
            "",
            "Examples:",
            "  jcompose image import -c 'CMD [\"/bin/sh\"]' rootfs.tar.gz team/base:1",
            "  jcompose export web | jcompose image import - team/web:copy"
        })
public final class ImageImportCommand implements Command {
    @Option(
            names = {"-c", "--change"},
            paramLabel = "INSTRUCTION",
            description =
                    "CMD, ENTRYPOINT, ENV, EXPOSE, LABEL, STOPSIGNAL, USER, VOLUME or WORKDIR as in a Dockerfile.")
    private List<String> changes = new ArrayList<>();

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "What the image's history says.")
    private String message = "";

    @Parameters(index = "0", paramLabel = "FILE", description = "The tar file, or - for the standard input.")
    private String file = "";

    @Parameters(index = "1", arity = "0..1", paramLabel = "NAME", description = "Name of the new image.")
    private String name = "";

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        String from = OwnStreams.input(session, file, "name a file: jcompose image import FILE NAME");
        var result = session.finish(session.client().imageWorks().importTree(from, name, changes, message));
        session.console().out().println(result.value().text("id"));
        return 0;
    }
}
