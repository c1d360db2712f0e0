package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.BuildClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code commit}. */
@picocli.CommandLine.Command(
        description = "Makes an image of what a service's container has written; volumes are not in it.",
        footer = {"", "Examples:", "  jcompose commit --change 'CMD [\"serve\"]' -m 'with data' web shop/web:data"})
public final class CommitCommand implements Command {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(index = "1", paramLabel = "NAME", arity = "0..1", description = "Name of the image.")
    private String name = "";

    @Option(
            names = {"-a", "--author"},
            paramLabel = "TEXT",
            description = "Who made it.")
    private String author = "";

    @Option(
            names = {"-m", "--message"},
            paramLabel = "TEXT",
            description = "Why it was made.")
    private String message = "";

    @Option(
            names = {"-c", "--change"},
            paramLabel = "INSTRUCTION",
            description = "An instruction of a Dockerfile that changes what the image says.")
    private List<String> changes = new ArrayList<>();

    @Option(
            names = "--pause",
            arity = "0..1",
            defaultValue = "true",
            fallbackValue = "true",
            paramLabel = "BOOL",
            description = "Hold the container still meanwhile; --pause=false lets it run.")
    private boolean pause;

    @Option(names = "--index", paramLabel = "N", defaultValue = "0", description = "Replica, from 1.")
    private int index;

    @Override
    public int run(Session session) throws DaemonException, UsageException, SpecException {
        String project = session.projectName();
        BuildClient.Commit commit = new BuildClient.Commit(name, author, message, changes, pause);
        String id = session.client().builds().commit(project, service, index, commit);
        session.console().out().println(id);
        return 0;
    }
}
