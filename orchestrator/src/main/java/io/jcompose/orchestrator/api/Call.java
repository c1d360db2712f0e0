package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.audit.Who;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One request on its way: what was asked, and how to answer. Belongs to the worker thread that handles it. */
final class Call {
    static final ObjectMapper JSON = new ObjectMapper();

    private final List<String> arguments;
    private final Map<String, List<String>> query;
    private final byte[] body;
    private final InputStream upload;
    private final Answer answer;

    Call(List<String> arguments, QueryStringDecoder uri, byte[] body, Answer answer) {
        this(arguments, uri, body, InputStream.nullInputStream(), answer);
    }

    /** One whose body is a stream. */
    Call(List<String> arguments, QueryStringDecoder uri, InputStream upload, Answer answer) {
        this(arguments, uri, new byte[0], upload, answer);
    }

    private Call(List<String> arguments, QueryStringDecoder uri, byte[] body, InputStream upload, Answer answer) {
        this.arguments = arguments;
        this.query = uri.parameters();
        this.body = body;
        this.upload = upload;
        this.answer = answer;
    }

    /** What stood in place {@code index} of the route's {@code *}. */
    String argument(int index) {
        return arguments.get(index);
    }

    List<String> parameters(String name) {
        return query.getOrDefault(name, List.of());
    }

    @Nullable
    String parameter(String name) {
        List<String> values = parameters(name);
        return values.isEmpty() ? null : values.get(values.size() - 1);
    }

    /** A moment in RFC 3339; null where the parameter is missing or empty. */
    @Nullable
    Instant instant(String name) throws BadRequest {
        String text = parameter(name);
        try {
            return text == null || text.isEmpty() ? null : Instant.parse(text);
        } catch (DateTimeParseException e) {
            throw new BadRequest(400, "the parameter \"" + name + "\" must be a time as 2026-11-22T10:00:00Z");
        }
    }

    /** Whether it only asks what would be done. */
    boolean dryRun() {
        return parameter("dryRun") != null;
    }

    Body body() throws BadRequest {
        if (body.length == 0) {
            return new Body(JSON.createObjectNode());
        }
        try {
            var node = JSON.readTree(body);
            if (node == null || !node.isObject()) {
                throw new BadRequest(400, "the body must be a JSON object");
            }
            return new Body(node);
        } catch (IOException e) {
            throw new BadRequest(400, "the body is no JSON: " + firstLine(String.valueOf(e.getMessage())));
        }
    }

    private static String firstLine(String text) {
        return text.lines().findFirst().orElse("");
    }

    /** The body of a PUT, as it comes. */
    InputStream upload() {
        return upload;
    }

    static ObjectNode object() {
        return JSON.createObjectNode();
    }

    /** Answers with one JSON object. */
    void json(ObjectNode node) throws IOException {
        answer.json(200, node);
    }

    Who who() {
        return answer.who();
    }

    Answer answer() {
        return answer;
    }
}
