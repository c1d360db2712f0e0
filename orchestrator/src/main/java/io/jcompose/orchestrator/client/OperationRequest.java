package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;

/**
 * Stop, start, restart or kill what is there already.
 *
 * @param services the ones meant, empty for all
 * @param signal for a kill, as {@code HUP}
 * @param await for a start: until running or healthy
 */
public record OperationRequest(
        Operation operation,
        List<String> services,
        OptionalInt stopSeconds,
        String signal,
        boolean removeOrphans,
        boolean noDeps,
        UpRequest.Await await) {

    /** What to do. */
    public enum Operation {
        STOP,
        START,
        RESTART,
        KILL;

        String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** Without anything special. */
    public static OperationRequest of(Operation operation, List<String> services, OptionalInt stopSeconds) {
        return new OperationRequest(
                operation, services, stopSeconds, "KILL", false, false, new UpRequest.Await(false, 0));
    }

    byte[] json() {
        return RequestBody.of(out -> {
            RequestBody.texts(out, "services", services);
            RequestBody.seconds(out, "stopSeconds", stopSeconds);
            out.writeStringField("signal", signal);
            out.writeBooleanField("removeOrphans", removeOrphans);
            out.writeBooleanField("noDeps", noDeps);
            out.writeBooleanField("wait", await.wanted());
            out.writeNumberField("waitSeconds", await.seconds());
        });
    }
}
