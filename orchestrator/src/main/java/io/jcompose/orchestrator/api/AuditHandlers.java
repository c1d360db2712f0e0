package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.audit.AuditLine;
import io.jcompose.orchestrator.audit.Verdict;
import java.io.IOException;
import java.util.Set;

/** Shows and checks the audit log. */
final class AuditHandlers {
    private static final int MOST = 100_000;

    private final Api api;

    AuditHandlers(Api api) {
        this.api = api;
    }

    void list(Call call) throws IOException, BadRequest {
        int most = MOST;
        String asked = call.parameter("most");
        if (asked != null) {
            try {
                most = Math.min(MOST, Math.max(1, Integer.parseInt(asked)));
            } catch (NumberFormatException e) {
                throw new BadRequest(400, "most must be a number, not " + asked);
            }
        }
        ObjectNode answer = Call.object();
        ArrayNode lines = answer.putArray("lines");
        Set<String> projects = Set.copyOf(call.parameters("project"));
        for (AuditLine line : api.deployments().audit().last(projects, most)) {
            lines.addObject()
                    .put("number", line.number())
                    .put("time", line.time().toString())
                    .put("user", line.who().user())
                    .put("uid", line.who().uid())
                    .put("action", line.deed().action())
                    .put("project", line.deed().project())
                    .put("detail", line.deed().detail())
                    .put("result", line.deed().result());
        }
        call.json(answer);
    }

    void verify(Call call) throws IOException {
        Verdict verdict = api.deployments().audit().verify();
        call.json(Call.object()
                .put("lines", verdict.lines())
                .put("bad", verdict.bad())
                .put("reason", verdict.reason()));
    }
}
