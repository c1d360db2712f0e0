package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.orchestrator.client.OperationRequest;
import io.jcompose.orchestrator.client.OperationRequest.Operation;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The services that {@code stop} and {@code restart} mean, and how long they may take to end. */
final class ServiceOptions {
    @Parameters(paramLabel = "SERVICE", arity = "0..*", description = "Only these services.")
    private List<String> services = new ArrayList<>();

    @Option(
            names = {"-t", "--timeout"},
            paramLabel = "SECONDS",
            description = "Time to stop before SIGKILL, over stop_grace_period.")
    private @Nullable Integer timeout;

    List<String> services() {
        return services;
    }

    OptionalInt stopSeconds() {
        return Seconds.of(timeout);
    }

    /** Has it done, with progress. */
    static int run(Session session, OperationRequest request) throws SpecException, DaemonException, UsageException {
        String project = session.projectName();
        Message.Result result = session.finish(session.client().operate(project, request));
        Notices.show(session, result, request.removeOrphans());
        return 0;
    }

    static OperationRequest request(Operation operation, ServiceOptions options) {
        return OperationRequest.of(operation, options.services(), options.stopSeconds());
    }
}
