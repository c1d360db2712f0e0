package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code save} and {@code image save}. */
@picocli.CommandLine.Command(
        description = "Writes images to an archive that docker, podman and skopeo read.",
        footer = {
            "",
            "Examples:",
            "  jcompose image save -o app.tar team/app:1 team/db:1",
            "  jcompose image save team/app:1 | ssh host jcompose image load"
        })
public final class ImageSaveCommand implements Command {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file instead of the standard output.")
    private String output = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "docker-archive",
            description = "docker-archive (docker load reads it; it is an OCI layout, too) or oci-archive.")
    private String format = "docker-archive";

    @Parameters(arity = "1..*", paramLabel = "IMAGE", description = "Names or ids.")
    private List<String> images = new ArrayList<>();

    @Override
    public int run(Session session) throws DaemonException, UsageException {
        if (!format.equals("docker-archive") && !format.equals("oci-archive")) {
            throw new UsageException("unknown format: " + format, "one of docker-archive, oci-archive");
        }
        String to = OwnStreams.output(session, output, "name a file: jcompose image save -o FILE IMAGE");
        session.finish(session.client().imageWorks().save(images, format.equals("oci-archive"), to));
        return 0;
    }
}
