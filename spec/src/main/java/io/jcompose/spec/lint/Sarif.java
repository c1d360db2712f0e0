package io.jcompose.spec.lint;

import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.spec.Problem;
import io.jcompose.spec.source.Span;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;

/** Findings in the Static Analysis Results Interchange Format (SARIF 2.1.0, OASIS 2020), which code forges read. */
public final class Sarif {
    private static final String SCHEMA =
            "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json";

    private Sarif() {}

    /** One log with one run, on one line. {@code version} is that of jcompose. */
    public static String write(List<Finding> findings, String version) {
        return Json.write(out -> {
            out.writeStartObject();
            out.writeStringField("$schema", SCHEMA);
            out.writeStringField("version", "2.1.0");
            out.writeArrayFieldStart("runs");
            out.writeStartObject();
            tool(version, out);
            out.writeStringField("columnKind", "unicodeCodePoints");
            out.writeArrayFieldStart("results");
            for (Finding finding : findings) {
                result(finding, out);
            }
            out.writeEndArray();
            out.writeEndObject();
            out.writeEndArray();
            out.writeEndObject();
        });
    }

    private static void tool(String version, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("tool");
        out.writeObjectFieldStart("driver");
        out.writeStringField("name", "jcompose lint");
        out.writeStringField("version", version);
        out.writeArrayFieldStart("rules");
        for (About about : Linter.rules()) {
            out.writeStartObject();
            out.writeStringField("id", about.id());
            text("shortDescription", about.title(), out);
            text("fullDescription", about.reason(), out);
            out.writeObjectFieldStart("defaultConfiguration");
            out.writeStringField("level", about.level().word());
            out.writeEndObject();
            out.writeEndObject();
        }
        out.writeEndArray();
        out.writeEndObject();
        out.writeEndObject();
    }

    private static void result(Finding finding, JsonGenerator out) throws IOException {
        Problem problem = finding.problem();
        out.writeStartObject();
        out.writeStringField("ruleId", finding.about().id());
        out.writeStringField("level", finding.about().level().word());
        text("message", problem.hint() == null ? problem.message() : problem.message() + ": " + problem.hint(), out);
        Span span = problem.span();
        if (span != null) {
            out.writeArrayFieldStart("locations");
            out.writeStartObject();
            location(span, problem.path(), out);
            out.writeEndObject();
            out.writeEndArray();
        }
        out.writeEndObject();
    }

    private static void location(Span span, String path, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart("physicalLocation");
        out.writeObjectFieldStart("artifactLocation");
        out.writeStringField("uri", uri(span.file()));
        out.writeEndObject();
        out.writeObjectFieldStart("region");
        out.writeNumberField("startLine", span.line());
        out.writeNumberField("startColumn", span.column());
        out.writeEndObject();
        out.writeEndObject();
        if (!path.isEmpty()) {
            out.writeArrayFieldStart("logicalLocations");
            out.writeStartObject();
            out.writeStringField("fullyQualifiedName", path);
            out.writeEndObject();
            out.writeEndArray();
        }
    }

    /** Relative to where the command ran, unless the file was named by its whole path. */
    private static String uri(String file) {
        try {
            String path = file.equals("-") ? "stdin" : file;
            return new URI(path.startsWith("/") ? "file" : null, path.startsWith("/") ? "" : null, path, null)
                    .toASCIIString();
        } catch (URISyntaxException e) {
            return "unnamed";
        }
    }

    private static void text(String field, String text, JsonGenerator out) throws IOException {
        out.writeObjectFieldStart(field);
        out.writeStringField("text", text);
        out.writeEndObject();
    }
}
