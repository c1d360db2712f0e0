package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;

/**
 * Whether a command returns only when all run or are healthy.
 *
 * @param seconds how long it waits at most; 0 for no end
 */
public record Await(boolean wanted, int seconds) {
    public static final Await NOTHING = new Await(false, 0);

    void write(JsonGenerator out) throws IOException {
        out.writeBooleanField("wait", wanted);
        out.writeNumberField("waitSeconds", seconds);
    }
}
