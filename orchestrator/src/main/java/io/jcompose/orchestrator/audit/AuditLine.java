package io.jcompose.orchestrator.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;

/**
 * One line of the log, and how it hangs on the one before. Pure.
 *
 * @param number from 1
 * @param before lower-case hex of the SHA-256 of the line before without its line break; zeros in the first
 */
public record AuditLine(long number, Instant time, Who who, Deed deed, String before) {
    static final String NOTHING = "0".repeat(64);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_TEXT = 2_000;

    /** Text without a line break. */
    String text() {
        ObjectNode line = JSON.createObjectNode()
                .put("n", number)
                .put("time", time.toString())
                .put("user", who.user())
                .put("uid", who.uid())
                .put("action", deed.action())
                .put("project", deed.project())
                .put("detail", bounded(deed.detail()))
                .put("result", bounded(deed.result()))
                .put("before", before);
        try {
            return JSON.writeValueAsString(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts and numbers are always JSON", e);
        }
    }

    private static String bounded(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    /** Reads a line. Throws {@link IOException} with a sentence when it is none. */
    static AuditLine read(String text) throws IOException {
        JsonNode line;
        try {
            line = JSON.readTree(text);
        } catch (JsonProcessingException e) {
            throw new IOException("it is no JSON", e);
        }
        if (line == null || !line.isObject() || !line.path("n").isIntegralNumber()) {
            throw new IOException("it is no entry");
        }
        try {
            return new AuditLine(
                    line.path("n").asLong(),
                    Instant.parse(line.path("time").asText()),
                    new Who(line.path("user").asText(), line.path("uid").asInt(-1)),
                    new Deed(
                            line.path("action").asText(),
                            line.path("project").asText(),
                            line.path("detail").asText(),
                            line.path("result").asText()),
                    line.path("before").asText());
        } catch (java.time.DateTimeException e) {
            throw new IOException("its time cannot be read", e);
        }
    }

    /** What the next line says of this text. */
    static String digest(String text) {
        try {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
