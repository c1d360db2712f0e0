package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.JsonNode;
import io.jcompose.orchestrator.asked.Recreation;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.audit.Who;
import io.jcompose.orchestrator.reconcile.Pin;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.reconcile.UpRequest;
import io.jcompose.orchestrator.release.Order;
import io.jcompose.orchestrator.release.Staging;
import io.jcompose.orchestrator.release.StagingJson;
import java.io.IOException;
import java.util.Map;
import java.util.TreeMap;

/** What of a request for an up is about its release. */
final class Releasing {
    private final Api api;

    Releasing(Api api) {
        this.api = api;
    }

    /**
     * Read from a request.
     *
     * @param pins digests or ids of images by service, as a lock file has them
     */
    record Ask(Order order, Map<String, String> pins) {}

    static Ask ask(Who who, Body body, UpRequest request) throws BadRequest {
        JsonNode staging = body.json().path("staging");
        try {
            Staging read = StagingJson.read(staging);
            return new Ask(new Order(who, cause(request), read), body.pairs("pins"));
        } catch (IOException e) {
            throw new BadRequest(400, "the field \"staging\": " + e.getMessage());
        }
    }

    private static String cause(UpRequest request) {
        UpAsked asked = request.asked();
        StringBuilder cause = new StringBuilder(asked.noStart() ? "create" : "up");
        asked.scale()
                .forEach((service, count) ->
                        cause.append(" --scale ").append(service).append('=').append(count));
        Recreation recreation = asked.recreation();
        if (recreation.renewVolumes()) {
            cause.append(" --renew-anon-volumes");
        } else if (recreation.named() == Recreation.When.ALWAYS) {
            cause.append(" --force-recreate");
        } else if (recreation.named() == Recreation.When.NEVER) {
            cause.append(" --no-recreate");
        }
        asked.services().forEach(service -> cause.append(' ').append(service));
        return cause.toString();
    }

    int up(UpRequest request, Ask ask) throws Refused, InterruptedException {
        Map<String, Pin> pins = new TreeMap<>();
        for (Map.Entry<String, String> pin : ask.pins().entrySet()) {
            pins.put(
                    pin.getKey(),
                    api.deployments()
                            .releases()
                            .pins()
                            .locked(
                                    pin.getKey(),
                                    pin.getValue(),
                                    request.model().name()));
        }
        return api.deployments().releases().up(request.pinned(pins), ask.order());
    }
}
