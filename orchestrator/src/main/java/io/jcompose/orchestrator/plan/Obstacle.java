package io.jcompose.orchestrator.plan;

/**
 * What a round cannot do: not yet, or not unless somebody acts.
 *
 * @param service whose it is; empty when it is the whole project's
 * @param text a sentence
 */
public record Obstacle(String service, String text) {
    /** Of a project, as a network is. */
    public static Obstacle ofAll(String text) {
        return new Obstacle("", text);
    }

    public static Obstacle of(ObservedContainer container, String text) {
        return new Obstacle(container.slot().service(), text);
    }

    public static Obstacle of(WantedService service, String text) {
        return new Obstacle(service.spec().name(), text);
    }
}
