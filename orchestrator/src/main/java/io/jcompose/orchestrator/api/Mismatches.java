package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.reconcile.Foresight;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.util.List;

/** Volumes that were made with something else than the file says now, and what would be lost with each. */
final class Mismatches {
    private final Api api;

    Mismatches(Api api) {
        this.api = api;
    }

    void list(Call call) throws BadRequest, Refused, SpecException, IOException {
        ObjectNode answer = Call.object();
        ArrayNode volumes = answer.putArray("volumes");
        var request = AskedBody.upRequest(call.argument(0), call.body());
        for (Foresight.Mismatch one : api.control().foresight().mismatches(request)) {
            for (VolumeShelf.Entry entry : api.host().volumes().look(List.of(one.name()))) {
                volumes.addObject()
                        .put("name", one.name())
                        .put("differences", one.differences())
                        .put("guarded", one.guarded())
                        .put("bytes", entry.bytes())
                        .put("more", entry.more());
            }
        }
        call.json(answer);
    }

    /** What should be known, each with its place in the project. */
    static void tell(ObjectNode answer, List<Refused.Reason> notices) {
        ArrayNode told = answer.putArray("notices");
        notices.forEach(
                notice -> told.addObject().put("message", notice.message()).put("path", notice.path()));
    }
}
