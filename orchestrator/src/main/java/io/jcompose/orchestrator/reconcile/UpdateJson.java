package io.jcompose.orchestrator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Canonical;
import java.io.IOException;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stored form of updates: the services as they were before in one model of their own, the rest beside each service. */
final class UpdateJson {
    private static final String MODEL = "previousModel";
    private static final String UPDATE = "update";

    private UpdateJson() {}

    /** Writes the services as they were before the updates that go on. */
    static void writeModel(ObjectNode root, WantedProject wanted) throws IOException {
        SortedMap<String, Service> before = new TreeMap<>();
        wanted.services().forEach((name, service) -> {
            Update update = service.update();
            if (update != null) {
                before.put(name, update.previous().spec());
            }
        });
        if (!before.isEmpty()) {
            root.set(MODEL, ProjectFile.tree(ProjectFile.model(wanted, before)));
        }
    }

    static void write(ObjectNode service, @Nullable Update update) {
        if (update == null) {
            return;
        }
        Update.Version previous = update.previous();
        ObjectNode node = service.putObject(UPDATE)
                .put("state", update.state().name())
                .put("reason", update.reason())
                .put("begun", update.begun())
                .put("fingerprint", previous.fingerprint())
                .put("image", previous.image())
                .put("recreate", previous.recreate())
                .put("replicas", previous.replicas());
        Healthcheck probe = previous.imageProbe();
        if (probe != null) {
            ProjectFile.writeProbe(node.putObject("imageProbe"), probe);
        }
    }

    /** The services as they were before, by name. */
    static Map<String, Service> readModel(JsonNode root) throws SpecException {
        if (!root.has(MODEL)) {
            return Map.of();
        }
        Project model = Canonical.parse(root.get(MODEL).toString());
        return model.services();
    }

    /** With the update that is stored beside a service, if there is one. */
    static WantedService read(JsonNode stored, WantedService service, Map<String, Service> before) throws IOException {
        Service spec = before.get(service.spec().name());
        JsonNode node = stored.get(UPDATE);
        if (node == null || spec == null) {
            return service;
        }
        try {
            var previous = new Update.Version(
                    spec,
                    node.path("fingerprint").asText(),
                    node.path("image").asText(),
                    node.has("imageProbe") ? ProjectFile.readProbe(node.get("imageProbe")) : null,
                    node.path("recreate").asLong(),
                    node.path("replicas").asInt());
            return service.withUpdate(new Update(
                    previous,
                    Update.State.valueOf(node.path("state").asText()),
                    node.path("reason").asText(),
                    node.path("begun").asLong()));
        } catch (IllegalArgumentException e) {
            throw new IOException("the update of " + spec.name() + " is damaged: " + e.getMessage(), e);
        }
    }
}
