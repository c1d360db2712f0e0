package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.ContainerRow;
import io.jcompose.orchestrator.client.ProjectStatus;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The containers of the services that a command names. */
final class ChosenRows {
    private ChosenRows() {}

    /**
     * Those of {@code services}, all when none is named.
     *
     * @throws UsageException when nobody declares one of them and no container is one's
     */
    static List<ContainerRow> of(Optional<ProjectStatus> status, List<String> services) throws UsageException {
        List<ContainerRow> rows = status.map(ProjectStatus::containers).orElse(List.of());
        List<String> known = Stream.concat(
                        status.stream().flatMap(it -> it.services().stream()),
                        rows.stream().map(ContainerRow::service))
                .toList();
        for (String service : services) {
            if (!known.contains(service)) {
                throw new UsageException("no such service: " + service);
            }
        }
        return rows.stream()
                .filter(row -> services.isEmpty() || services.contains(row.service()))
                .toList();
    }
}
