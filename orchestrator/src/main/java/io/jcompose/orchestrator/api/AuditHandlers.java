package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.audit.AuditLine;
import io.jcompose.orchestrator.audit.Verdict;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.util.List;
import java.util.Set;

/** Shows and checks the audit log. */
final class AuditHandlers {
    private static final int MOST = 100_000;

    private final Api api;

    AuditHandlers(Api api) {
        this.api = api;
    }

    void list(Call call) throws IOException, BadRequest, Refused {
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
        for (AuditLine line : last(projects, most)) {
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

    private List<AuditLine> last(Set<String> projects, int most) throws Refused {
        try {
            return api.deployments().audit().last(projects, most);
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static Refused unreadable(IOException e) {
        return new Refused(Refused.Kind.FAILED, "the audit log cannot be read: " + e, "");
    }

    void verify(Call call) throws IOException, Refused {
        Verdict verdict;
        try {
            verdict = api.deployments().audit().verify();
        } catch (IOException e) {
            throw unreadable(e);
        }
        call.json(Call.object()
                .put("lines", verdict.lines())
                .put("bad", verdict.bad())
                .put("reason", verdict.reason()));
    }
}
