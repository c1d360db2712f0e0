package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.Map;

/**
 * A plan.
 *
 * @param seal what it was made of, for an {@code up} that keeps to it
 */
public record PlannedActions(List<PlannedAction> actions, Map<String, String> seal) {
    static PlannedActions of(JsonObject json) {
        return new PlannedActions(
                json.objects("actions").stream().map(PlannedAction::of).toList(), json.textMap("seal"));
    }
}
