package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.Map;

/**
 * One container of a project.
 *
 * @param id 32 hex digits
 * @param image reference as the file has it
 * @param imageId {@code sha256:} and the digest of the image it was made from
 * @param created RFC 3339
 * @param state running, exited, created, failed, restarting or stopping
 * @param status for people: {@code Up 5 seconds (healthy)}
 * @param health none, starting, healthy or unhealthy
 * @param addresses IPv4 address by network name
 * @param reason why it is as it is, or empty
 * @param trouble why it keeps ending, and what it wrote last
 * @param oneOff whether {@code run} made it
 */
public record ContainerRow(
        String id,
        String name,
        String service,
        int number,
        String image,
        String imageId,
        String command,
        String created,
        String state,
        String status,
        String health,
        int exitCode,
        int restarts,
        List<Publisher> publishers,
        Map<String, String> addresses,
        String reason,
        Trouble trouble,
        boolean oneOff) {
    /**
     * What is the matter with a container that does not stay up.
     *
     * @param error in words; empty while all is well
     * @param lines the last that it wrote
     */
    public record Trouble(String error, List<String> lines) {}

    static ContainerRow of(JsonObject json) {
        return new ContainerRow(
                json.text("id"),
                json.text("name"),
                json.text("service"),
                json.integer("number"),
                json.text("image"),
                json.text("imageId"),
                json.text("command"),
                json.text("created"),
                json.text("state"),
                json.text("status"),
                json.text("health"),
                json.integer("exitCode"),
                json.integer("restarts"),
                json.objects("publishers").stream().map(Publisher::of).toList(),
                json.textMap("addresses"),
                json.text("reason"),
                new Trouble(json.text("lastError"), json.texts("lastLog")),
                json.flag("oneOff"));
    }

    /** Whether it runs, is ending, or will run again by itself. */
    public boolean alive() {
        return state.equals("running") || state.equals("restarting") || state.equals("stopping");
    }
}
