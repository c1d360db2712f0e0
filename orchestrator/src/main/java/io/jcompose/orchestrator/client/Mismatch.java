package io.jcompose.orchestrator.client;

/**
 * A volume that was made with something else than the file says now.
 *
 * @param differences in a line
 * @param guarded whether its data is protected
 * @param loss what would be lost with it
 */
public record Mismatch(String differences, boolean guarded, Loss loss) {
    static Mismatch of(JsonObject json) {
        return new Mismatch(json.text("differences"), json.flag("guarded"), Loss.of(json));
    }
}
