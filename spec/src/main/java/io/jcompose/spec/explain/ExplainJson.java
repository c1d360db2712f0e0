package io.jcompose.spec.explain;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.spec.explain.VariableExplanation.Candidate;
import io.jcompose.spec.source.Span;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Explanations as JSON objects, on one line. */
public final class ExplainJson {
    private static final JsonFactory FACTORY = new JsonFactory();

    private ExplainJson() {}

    private interface Fields {
        void write(JsonGenerator out) throws IOException;
    }

    /** {@code path}, {@code value} (or null), {@code steps}: place, outcome, written, value, notes. */
    public static String write(Explanation explanation) {
        return object(out -> {
            out.writeStringField("path", explanation.path());
            value(explanation.value(), out);
            out.writeArrayFieldStart("steps");
            for (Step step : explanation.steps()) {
                out.writeStartObject();
                place(step.span(), out);
                out.writeStringField("outcome", step.outcome().name().toLowerCase(Locale.ROOT));
                out.writeStringField("written", step.written());
                out.writeStringField("value", step.value());
                out.writeArrayFieldStart("notes");
                for (String note : step.notes()) {
                    out.writeString(note);
                }
                out.writeEndArray();
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    /** {@code name}, {@code value} (or null), {@code candidates}, {@code uses}. */
    public static String write(VariableExplanation explanation) {
        return object(out -> {
            out.writeStringField("name", explanation.name());
            value(explanation.value(), out);
            out.writeArrayFieldStart("candidates");
            for (Candidate candidate : explanation.candidates()) {
                out.writeStartObject();
                place(candidate.span(), out);
                out.writeStringField("value", candidate.value());
                out.writeBooleanField("counts", candidate.counts());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeArrayFieldStart("uses");
            for (UsedVariable.Place use : explanation.uses()) {
                out.writeStartObject();
                place(use.span(), out);
                out.writeStringField("path", use.path());
                out.writeEndObject();
            }
            out.writeEndArray();
        });
    }

    private static void value(Optional<String> value, JsonGenerator out) throws IOException {
        out.writeFieldName("value");
        if (value.isPresent()) {
            out.writeString(value.get());
        } else {
            out.writeNull();
        }
    }

    private static void place(@Nullable Span span, JsonGenerator out) throws IOException {
        if (span != null) {
            out.writeStringField("file", span.file());
            out.writeNumberField("line", span.line());
            out.writeNumberField("column", span.column());
        }
    }

    private static String object(Fields fields) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            out.writeStartObject();
            fields.write(out);
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }
}
