package io.jcompose.orchestrator.client;

import java.util.List;

/** An image of the store; {@code size} in bytes, {@code created} RFC 3339. */
public record ImageSummary(String id, List<String> references, long size, String created) {
    static ImageSummary of(JsonObject json) {
        return new ImageSummary(json.text("id"), json.texts("references"), json.number("size"), json.text("created"));
    }
}
