package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.api.ContainerStreams.Command;
import io.jcompose.orchestrator.api.ContainerStreams.ExecQuery;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;

/** Runs a command in a container; the connection becomes a stream of frames both ways. */
final class ExecHandler {
    private final Api api;

    ExecHandler(Api api) {
        this.api = api;
    }

    void exec(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        Body body = call.body();
        ExecQuery query = new ExecQuery(
                call.argument(0),
                body.text("service"),
                (int) body.number("index", 0),
                body.texts("command"),
                body.texts("environment"),
                body.textOrNull("user"),
                body.textOrNull("workingDirectory"),
                body.flag("tty"),
                (int) body.number("rows", 0),
                (int) body.number("columns", 0));
        if (query.command().isEmpty()) {
            throw new BadRequest(400, "the field \"command\" is empty");
        }
        try (Command command = api.streams().exec(query)) {
            ExecPump pump = new ExecPump(call.answer());
            pump.open();
            pump.exit(pump.pump(command));
        }
    }
}
