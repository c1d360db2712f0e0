package io.jcompose.orchestrator.client;

import java.util.List;

/**
 * A project with all its containers.
 *
 * @param services the wanted ones
 * @param orphans containers that no wanted service declares
 * @param degraded what is wrong with the project as a whole, or empty
 * @param containers those of services
 * @param oneOffs those that {@code run} made
 */
public record ProjectStatus(
        String project,
        List<String> services,
        List<String> orphans,
        String degraded,
        List<ContainerRow> containers,
        List<ContainerRow> oneOffs) {
    public ProjectStatus(
            String project,
            List<String> services,
            List<String> orphans,
            String degraded,
            List<ContainerRow> containers) {
        this(project, services, orphans, degraded, containers, List.of());
    }

    static ProjectStatus of(JsonObject json) {
        List<ContainerRow> rows =
                json.objects("containers").stream().map(ContainerRow::of).toList();
        return new ProjectStatus(
                json.text("project"),
                json.texts("services"),
                json.texts("orphans"),
                json.text("degraded"),
                rows.stream().filter(row -> !row.oneOff()).toList(),
                rows.stream().filter(ContainerRow::oneOff).toList());
    }
}
