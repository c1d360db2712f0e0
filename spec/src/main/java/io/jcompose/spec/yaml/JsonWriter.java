package io.jcompose.spec.yaml;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Map;

/** A tree to JSON text, keys in the tree's order. */
public final class JsonWriter {
    private static final JsonFactory FACTORY = new JsonFactory();

    private JsonWriter() {}

    /** Compact, or with one key on each line when {@code indent}. */
    public static String write(Node node, boolean indent) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            if (indent) {
                DefaultIndenter lines = new DefaultIndenter("  ", "\n");
                out.setPrettyPrinter(
                        new DefaultPrettyPrinter().withObjectIndenter(lines).withArrayIndenter(lines));
            }
            write(node, out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static void write(Node node, JsonGenerator out) throws IOException {
        if (node instanceof MapNode map) {
            out.writeStartObject();
            for (Map.Entry<String, Entry> entry : map.entries().entrySet()) {
                out.writeFieldName(entry.getKey());
                write(entry.getValue().value(), out);
            }
            out.writeEndObject();
        } else if (node instanceof ListNode list) {
            out.writeStartArray();
            for (Node item : list.items()) {
                write(item, out);
            }
            out.writeEndArray();
        } else if (node instanceof ScalarNode scalar) {
            write(scalar, out);
        }
    }

    private static void write(ScalarNode scalar, JsonGenerator out) throws IOException {
        switch (scalar.kind()) {
            case STRING -> out.writeString(scalar.text());
            case INT, FLOAT -> out.writeNumber(scalar.text());
            case BOOL -> out.writeBoolean(Boolean.parseBoolean(scalar.text()));
            case NULL -> out.writeNull();
        }
    }
}
