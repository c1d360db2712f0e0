package io.jcompose.orchestrator.client;

/** What the daemon found when it tried an ability of the host; {@code level} is OK, DEGRADED or MISSING. */
public record Finding(String what, String level, String detail, String remedy) {
    static Finding of(JsonObject json) {
        return new Finding(json.text("what"), json.text("level"), json.text("detail"), json.text("remedy"));
    }
}
