package io.jcompose.spec.lint;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.spec.Problem;
import io.jcompose.spec.source.Span;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.List;

/** Findings as a JSON array, on one line. */
public final class Json {
    private static final JsonFactory FACTORY = new JsonFactory();

    private Json() {}

    /** Writes one value. */
    interface Value {
        void write(JsonGenerator out) throws IOException;
    }

    /** An array with an object for each finding: rule, level, file, line, column, path, message, reason, hint. */
    public static String write(List<Finding> findings) {
        return write(out -> {
            out.writeStartArray();
            for (Finding finding : findings) {
                write(finding, out);
            }
            out.writeEndArray();
        });
    }

    private static void write(Finding finding, JsonGenerator out) throws IOException {
        Problem problem = finding.problem();
        Span span = problem.span();
        out.writeStartObject();
        out.writeStringField("rule", finding.about().id());
        out.writeStringField("level", finding.about().level().word());
        if (span != null) {
            out.writeStringField("file", span.file());
            out.writeNumberField("line", span.line());
            out.writeNumberField("column", span.column());
        }
        out.writeStringField("path", problem.path());
        out.writeStringField("message", problem.message());
        out.writeStringField("reason", finding.about().reason());
        if (problem.hint() != null) {
            out.writeStringField("hint", problem.hint());
        }
        out.writeEndObject();
    }

    static String write(Value value) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = FACTORY.createGenerator(text)) {
            value.write(out);
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }
}
