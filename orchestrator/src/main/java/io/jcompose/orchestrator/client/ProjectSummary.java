package io.jcompose.orchestrator.client;

import java.util.List;

/** A project in the list of all; {@code status} as in {@code running(2), exited(1)}. */
public record ProjectSummary(String name, String status, List<String> files) {
    static ProjectSummary of(JsonObject json) {
        return new ProjectSummary(json.text("name"), json.text("status"), json.texts("files"));
    }
}
