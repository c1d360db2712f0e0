package io.jcompose.orchestrator.client;

import java.util.List;

/**
 * A project with all its containers.
 *
 * @param services the wanted ones
 * @param orphans containers that no wanted service declares
 * @param degraded what is wrong with the project as a whole, or empty
 */
public record ProjectStatus(
        String project, List<String> services, List<String> orphans, String degraded, List<ContainerRow> containers) {

    static ProjectStatus of(JsonObject json) {
        return new ProjectStatus(
                json.text("project"),
                json.texts("services"),
                json.texts("orphans"),
                json.text("degraded"),
                json.objects("containers").stream().map(ContainerRow::of).toList());
    }
}
