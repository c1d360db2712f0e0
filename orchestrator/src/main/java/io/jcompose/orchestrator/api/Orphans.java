package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.plan.WantedProject;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Containers of a project whose service is in no file any more. */
final class Orphans {
    private Orphans() {}

    static List<String> of(@Nullable WantedProject wanted, List<Inventory.Row> rows) {
        return rows.stream()
                .map(Inventory.Row::labels)
                .filter(labels -> wanted == null
                        || !(wanted.services().containsKey(labels.slot().service())
                                || wanted.disabled().contains(labels.slot().service())))
                .map(labels -> labels.name())
                .toList();
    }
}
