package io.jcompose.orchestrator.client;

/**
 * A volume that would be removed with its data.
 *
 * @param bytes that its files take
 * @param more whether there are more than were counted
 */
public record Loss(String name, long bytes, boolean more) {
    static Loss of(JsonObject json) {
        return new Loss(json.text("name"), json.number("bytes"), json.flag("more"));
    }
}
