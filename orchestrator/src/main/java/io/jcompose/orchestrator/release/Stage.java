package io.jcompose.orchestrator.release;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How a project looks in an environment that a release may go to later: read when the release was made, so that nothing
 * but the release decides what comes there.
 *
 * @param environment its name
 * @param order a release goes from a smaller number to a greater one
 * @param project the project's name there
 * @param gates of the environment
 * @param model canonical JSON of the project there, or null when it could not be read
 * @param disabled services that no active profile enables there
 * @param problem why it could not be read; empty when it could
 */
public record Stage(
        String environment,
        int order,
        String project,
        List<Gate> gates,
        @Nullable String model,
        List<String> disabled,
        String problem) {
    public Stage {
        gates = List.copyOf(gates);
        disabled = List.copyOf(disabled);
    }
}
