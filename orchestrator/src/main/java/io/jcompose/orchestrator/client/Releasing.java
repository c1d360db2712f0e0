package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of an up is about its release.
 *
 * @param environment that it is for; empty for none
 * @param order of that environment
 * @param later environments that the release may go to
 * @param pins images by service: an id, or a reference with a digest
 */
public record Releasing(String environment, int order, List<Later> later, SortedMap<String, String> pins) {
    public static final Releasing NONE = new Releasing("", 0, List.of(), new TreeMap<>());

    /** The same with these images. */
    public Releasing pinned(Map<String, String> images) {
        return new Releasing(environment, order, later, new TreeMap<>(images));
    }

    /**
     * How the project looks in a later environment.
     *
     * @param model canonical JSON, or null when it cannot be read, which {@code problem} tells
     */
    public record Later(
            String environment,
            int order,
            String project,
            List<Gate> gates,
            @Nullable String model,
            List<String> disabled,
            String problem) {
        void write(JsonGenerator out) throws IOException {
            out.writeStartObject();
            out.writeStringField("environment", environment);
            out.writeNumberField("order", order);
            out.writeStringField("project", project);
            out.writeStringField("problem", problem);
            RequestBody.texts(out, "disabled", disabled);
            out.writeArrayFieldStart("gates");
            for (Gate gate : gates) {
                gate.write(out);
            }
            out.writeEndArray();
            if (model != null) {
                out.writeFieldName("model");
                out.writeRawValue(model);
            }
            out.writeEndObject();
        }
    }

    /**
     * One of: healthy for so long, a command, an approval.
     *
     * @param command empty for none
     * @param millis how long it is to be healthy, or how long the command may take; 0 for an approval
     */
    public record Gate(List<String> command, long millis) {
        void write(JsonGenerator out) throws IOException {
            out.writeStartObject();
            if (!command.isEmpty()) {
                RequestBody.texts(out, "command", command);
                out.writeNumberField("timeoutMillis", millis);
            } else if (millis > 0) {
                out.writeNumberField("healthyMillis", millis);
            } else {
                out.writeBooleanField("approval", true);
            }
            out.writeEndObject();
        }
    }

    void write(JsonGenerator out) throws IOException {
        RequestBody.pairs(out, "pins", pins);
        if (environment.isEmpty()) {
            return;
        }
        out.writeObjectFieldStart("staging");
        out.writeStringField("environment", environment);
        out.writeNumberField("order", order);
        out.writeArrayFieldStart("later");
        for (Later one : later) {
            one.write(out);
        }
        out.writeEndArray();
        out.writeEndObject();
    }
}
