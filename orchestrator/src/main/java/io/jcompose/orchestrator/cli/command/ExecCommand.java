package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ExecRequest;
import io.jcompose.orchestrator.client.ExecStream;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code exec}. */
@picocli.CommandLine.Command(
        description = "Runs a command in a running container and ends with its exit code.",
        footer = {
            "",
            "Examples:",
            "  jcompose exec web sh                a shell, on a terminal",
            "  jcompose exec -u root -e A=b web env",
            "  pg_dump ... | jcompose exec -T db psql"
        })
public final class ExecCommand implements Command {
    @Parameters(index = "0", paramLabel = "SERVICE", description = "The service.")
    private String service = "";

    @Parameters(index = "1..*", arity = "1..*", paramLabel = "COMMAND", description = "The command and its arguments.")
    private List<String> command = new ArrayList<>();

    @Mixin
    private ProcessOptions process = new ProcessOptions();

    @Option(
            names = {"-d", "--detach"},
            description = "Not supported: the command lives as long as this call.")
    private boolean detach;

    @Option(names = "--index", paramLabel = "N", defaultValue = "1", description = "Replica, from 1.")
    private int index = 1;

    @Override
    public boolean passesArgumentsOn() {
        return true;
    }

    @Override
    public int run(Session session) throws SpecException, DaemonException, UsageException, IOException {
        if (detach) {
            throw new UsageException(
                    "exec -d is not supported",
                    "start it in the background inside: exec " + service + " sh -c '... &'");
        }
        boolean terminal = process.onTerminal(session);
        String project = session.projectName();
        ExecRequest request = new ExecRequest(
                service,
                index,
                command,
                variables(session),
                process.user(),
                process.directory(),
                terminal ? ExecTalk.size() : null);
        try (ExecStream stream = session.client().exec(project, request)) {
            return terminal
                    ? RawTerminal.during(() -> new ExecTalk(session, stream).terminal())
                    : new ExecTalk(session, stream).pipes();
        }
    }

    /** {@code -e NAME} passes the caller's value on. */
    private List<String> variables(Session session) {
        List<String> variables = new ArrayList<>();
        for (String entry : process.environment()) {
            boolean given = entry.contains("=");
            String value = given ? entry : entry + "=" + session.console().variable(entry);
            if (given || session.console().environment().containsKey(entry)) {
                variables.add(value);
            }
        }
        return variables;
    }
}
