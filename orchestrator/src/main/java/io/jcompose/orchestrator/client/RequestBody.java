package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;

/** Writes the JSON object of a request. */
final class RequestBody {
    private RequestBody() {}

    /** Writes the fields of an object. */
    interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    static byte[] of(Fields fields) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (JsonGenerator out = JsonObject.FACTORY.createGenerator(bytes)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return bytes.toByteArray();
    }

    static void texts(JsonGenerator out, String name, List<String> texts) throws IOException {
        out.writeArrayFieldStart(name);
        for (String text : texts) {
            out.writeString(text);
        }
        out.writeEndArray();
    }

    static void pairs(JsonGenerator out, String name, Map<String, String> pairs) throws IOException {
        out.writeObjectFieldStart(name);
        for (Map.Entry<String, String> pair : pairs.entrySet()) {
            out.writeStringField(pair.getKey(), pair.getValue());
        }
        out.writeEndObject();
    }

    static void seconds(JsonGenerator out, String name, OptionalInt seconds) throws IOException {
        if (seconds.isPresent()) {
            out.writeNumberField(name, seconds.getAsInt());
        } else {
            out.writeNullField(name);
        }
    }
}
