package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.client.Await;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.Message;
import io.jcompose.spec.SpecException;
import java.util.ArrayList;
import java.util.List;
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
    private @Nullable Long timeout;

    List<String> services() {
        return services;
    }

    @Nullable
    Long stopSeconds() throws UsageException {
        return Seconds.grace(timeout);
    }

    /** Has it done, with progress. */
    static int run(Session session, Operation operation) throws SpecException, DaemonException, UsageException {
        return run(session, operation, Await.NOTHING);
    }

    static int run(Session session, Operation operation, Await await)
            throws SpecException, DaemonException, UsageException {
        String project = session.projectName();
        Message.Result result = session.finish(session.client().operate(project, operation, await));
        boolean orphansGo = operation instanceof Operation.Kill kill && kill.removeOrphans();
        Notices.show(session, result, orphansGo);
        return 0;
    }
}
