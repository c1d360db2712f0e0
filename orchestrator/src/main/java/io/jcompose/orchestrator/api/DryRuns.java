package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.execute.Imagined;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.plan.Action;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Requests that ask what would be done. One that cannot tell is refused: it must not be done. */
final class DryRuns {
    /** The last words of the paths that can tell. */
    private static final Set<String> KNOWN =
            Set.of("up", "plan", "mismatches", "down", "stop", "start", "restart", "kill", "rm", "run");

    private DryRuns() {}

    static boolean refused(String method, String path, boolean asked) {
        boolean known = path.contains("/projects/") && KNOWN.contains(path.substring(path.lastIndexOf('/') + 1));
        return asked && !method.equals("GET") && !known;
    }

    /** Tells of the actions as progress does. */
    static void tell(Call call, List<Action> actions) throws IOException, InterruptedException {
        tell(call, actions, List.of());
    }

    /** The same, and of what follows them. */
    static void tell(Call call, List<Action> actions, List<Progress> more) throws IOException, InterruptedException {
        Answer answer = call.answer();
        answer.begin();
        for (Action action : actions) {
            Optional<Progress> line = Imagined.of(action);
            if (line.isPresent()) {
                answer.line(ProgressLine.of(line.get()));
            }
        }
        for (Progress line : more) {
            answer.line(ProgressLine.of(line));
        }
        ObjectNode last = Call.object();
        last.putObject("result").put("dryRun", true).put("found", true);
        answer.line(last);
        answer.end();
    }
}
