package io.jcompose.orchestrator.client;

/** Something that would be done, why, and the place in the project that asks for it (a tree path, or empty). */
public record PlannedAction(String text, String because, String path) {
    static PlannedAction of(JsonObject json) {
        return new PlannedAction(json.text("text"), json.text("because"), json.text("path"));
    }
}
