package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.release.Promoter;
import io.jcompose.orchestrator.release.Promotion;
import io.jcompose.orchestrator.release.PromotionAsked;
import io.jcompose.orchestrator.release.PromotionEnd;
import java.io.IOException;

/** Brings releases from one environment into another. */
final class PromotionHandlers {
    private static final int USUAL_TIMEOUT = 300;
    private static final int LONGEST_TIMEOUT = 86_400;

    private final Api api;

    PromotionHandlers(Api api) {
        this.api = api;
    }

    private Promoter promoter() {
        return api.deployments().promoter();
    }

    void list(Call call) throws IOException {
        ObjectNode answer = Call.object();
        ArrayNode list = answer.putArray("promotions");
        for (Promotion promotion : promoter().all()) {
            list.addObject()
                    .put("from", promotion.from())
                    .put("release", promotion.release())
                    .put("environment", promotion.stage().environment())
                    .put("project", promotion.target())
                    .put("phase", promotion.phase().word());
        }
        call.json(answer);
    }

    void plan(Call call) throws IOException, Refused, BadRequest {
        Promoter.Plan plan = promoter().plan(asked(call, call.body()));
        ObjectNode answer = Call.object().put("release", plan.release());
        ArrayNode gates = answer.putArray("gates");
        plan.gates().forEach(gate -> gates.add(gate.text()));
        ArrayNode actions = answer.putArray("actions");
        plan.actions().forEach(planned -> ChangeHandlers.describe(actions, planned));
        call.json(answer);
    }

    void promote(Call call) throws IOException, Refused, BadRequest, InterruptedException {
        Body body = call.body();
        PromotionAsked asked = asked(call, body);
        boolean approve = body.flag("approve");
        ChangeHandlers.stream(api, call, asked.target(), result -> {
            PromotionEnd end =
                    approve ? promoter().approve(asked, call.who()) : promoter().promote(asked, call.who());
            result.put("state", end.state().word())
                    .put("release", end.release())
                    .put("reason", end.reason());
        });
    }

    private static PromotionAsked asked(Call call, Body body) throws BadRequest {
        return new PromotionAsked(
                call.argument(0),
                body.text("target"),
                body.text("environment"),
                (int) Math.max(0, Math.min(Integer.MAX_VALUE, body.number("release", 0))),
                (int) Math.max(1, Math.min(LONGEST_TIMEOUT, body.number("timeoutSeconds", USUAL_TIMEOUT))));
    }

    void cancel(Call call) throws IOException, Refused {
        promoter().cancel(call.argument(0), call.who());
        call.json(Call.object());
    }
}
