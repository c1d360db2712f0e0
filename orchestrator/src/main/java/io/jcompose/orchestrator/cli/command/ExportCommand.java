package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code export}. */
@picocli.CommandLine.Command(
        description = "Writes the files of a service's container as a tar file; volumes are not in it.",
        footer = {"", "Examples:", "  jcompose export -o web.tar web"})
public final class ExportCommand implements Command {
    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write to this file instead of the standard output.")
    private String output = "";

    @Option(names = "--index", paramLabel = "N", defaultValue = "0", description = "Replica, from 1.")
    private int index;

    @Parameters(paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Override
    public int run(Session session) throws DaemonException, UsageException, SpecException {
        String to = OwnStreams.output(session, output, "name a file: jcompose export -o FILE SERVICE");
        String project = session.projectName();
        session.finish(session.client().imageWorks().export(project, service, index, to));
        return 0;
    }
}
