package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.Map;

/**
 * A plan.
 *
 * @param notices what it leaves as it is, though the files say otherwise
 * @param seal what it was made of, for an {@code up} that keeps to it
 */
public record PlannedActions(List<PlannedAction> actions, List<Notice> notices, Map<String, String> seal) {
    static PlannedActions of(JsonObject json) {
        return new PlannedActions(
                json.objects("actions").stream().map(PlannedAction::of).toList(),
                Notice.of(json),
                json.textMap("seal"));
    }
}
