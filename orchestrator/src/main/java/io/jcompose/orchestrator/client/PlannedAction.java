package io.jcompose.orchestrator.client;

import java.util.List;

/**
 * Something that would be done, why, and the place in the project that asks for it (a tree path, or empty).
 *
 * @param changes fields of the service that made it necessary
 */
public record PlannedAction(String text, String because, String path, List<Change> changes) {
    /**
     * A field that differs.
     *
     * @param path within the service
     * @param before JSON, empty when it is new; {@code ***} for a secret
     * @param after JSON, empty when it is gone
     */
    public record Change(String path, String before, String after) {
        /** In a line: {@code ipam.config[0].subnet "a" -> "b"}. */
        public String text() {
            return path + " " + (before.isEmpty() ? "nothing" : before) + " -> "
                    + (after.isEmpty() ? "nothing" : after);
        }
    }

    static PlannedAction of(JsonObject json) {
        return new PlannedAction(
                json.text("text"),
                json.text("because"),
                json.text("path"),
                json.objects("changes").stream()
                        .map(change -> new Change(change.text("path"), change.text("before"), change.text("after")))
                        .toList());
    }
}
