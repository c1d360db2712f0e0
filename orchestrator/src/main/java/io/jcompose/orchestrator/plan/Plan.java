package io.jcompose.orchestrator.plan;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/**
 * The outcome of a round.
 *
 * @param actions what can be done now, each on another resource
 * @param lookAgainAt when something is due without any event, CLOCK_BOOTTIME milliseconds
 * @param pending by project: what waits for something else
 * @param hopeless by project: what will not come about unless somebody acts
 */
public record Plan(
        List<Action> actions,
        OptionalLong lookAgainAt,
        Map<String, List<Obstacle>> pending,
        Map<String, List<Obstacle>> hopeless) {
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (Action action : actions) {
            text.append(action.text())
                    .append("  # ")
                    .append(action.because().text())
                    .append('\n');
        }
        pending.forEach((project, lines) -> lines.forEach(
                line -> text.append("pending: ").append(line.text()).append('\n')));
        hopeless.forEach((project, lines) -> lines.forEach(
                line -> text.append("hopeless: ").append(line.text()).append('\n')));
        return text.toString();
    }
}
