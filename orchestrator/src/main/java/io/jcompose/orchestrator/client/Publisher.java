package io.jcompose.orchestrator.client;

/** A port of a container, published when {@code publishedPort} is above 0. */
public record Publisher(String url, int publishedPort, int targetPort, String protocol) {
    static Publisher of(JsonObject json) {
        return new Publisher(
                json.text("url"), json.integer("publishedPort"), json.integer("targetPort"), json.text("protocol"));
    }
}
