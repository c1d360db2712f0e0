package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.asked.Operation;
import io.jcompose.orchestrator.audit.Deed;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.util.List;

/** Version, doctor, and the daemon's end. */
final class HostHandlers {
    private final Api api;

    HostHandlers(Api api) {
        this.api = api;
    }

    void version(Call call) throws IOException {
        Api.Version version = api.version();
        call.json(Call.object()
                .put("version", version.version())
                .put("api", "v1")
                .put("pid", version.pid())
                .put("java", version.java())
                .put("root", version.root())
                .put("started", version.started()));
    }

    void doctor(Call call) throws IOException {
        ObjectNode answer = Call.object();
        ArrayNode findings = answer.putArray("findings");
        for (Host.Finding finding : api.host().examine()) {
            findings.addObject()
                    .put("what", finding.what())
                    .put("level", finding.level())
                    .put("detail", finding.detail())
                    .put("remedy", finding.remedy());
        }
        call.json(answer);
    }

    void stop(Call call) throws IOException, BadRequest, Refused, InterruptedException {
        if (call.body().flag("all")) {
            Operation stop = new Operation.Stop(List.of(), null);
            for (String project : api.control().projects()) {
                Deed deed = new Deed("stop", project, "daemon stop --all", Deed.BEGUN);
                Audited.run(api, call, deed, () -> api.control().operations().operate(project, stop));
            }
        }
        ObjectNode answer = Call.object();
        answer.putObject("result");
        call.json(answer);
        api.host().end();
    }
}
