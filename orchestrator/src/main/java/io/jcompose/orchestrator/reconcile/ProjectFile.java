package io.jcompose.orchestrator.reconcile;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.plan.Declared;
import io.jcompose.orchestrator.plan.OneOff;
import io.jcompose.orchestrator.plan.Remaking;
import io.jcompose.orchestrator.plan.Removal;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.Further;
import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.change.Fingerprint;
import io.jcompose.spec.text.Canonical;
import java.io.IOException;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The stored form of a wanted project: the canonical model beside what was commanded. One class knows this layout. */
public final class ProjectFile {
    private static final int VERSION = 1;
    private static final ObjectMapper JSON = new ObjectMapper();

    private ProjectFile() {}

    public static byte[] write(WantedProject wanted) throws IOException {
        ObjectNode root = JSON.createObjectNode();
        root.put("version", VERSION);
        root.put("wanted", wanted.version());
        root.put("removeOrphans", wanted.removeOrphans());
        Removal.Down down = wanted.down();
        if (down != null) {
            root.putObject("down").put("volumes", down.volumes());
        }
        if (!wanted.remaking().equals(Remaking.NONE)) {
            root.set("remaking", JSON.valueToTree(wanted.remaking()));
        }
        ArrayNode disabled = root.putArray("disabled");
        wanted.disabled().forEach(disabled::add);
        ObjectNode services = root.putObject("services");
        wanted.services().forEach((name, service) -> writeService(services.putObject(name), service));
        root.set("model", tree(model(wanted)));
        UpdateJson.writeModel(root, wanted);
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
    }

    static JsonNode tree(Project model) throws IOException {
        return JSON.readTree(Canonical.json(model, false));
    }

    private static void writeService(ObjectNode node, WantedService service) {
        node.put("fingerprint", service.fingerprint());
        node.put("replicas", service.replicas());
        node.put("running", service.running());
        if (service.image() != null) {
            node.put("image", service.image());
        }
        if (service.stopSeconds() != null) {
            node.put("stopSeconds", service.stopSeconds());
        }
        OneOff oneOff = service.oneOff();
        if (oneOff != null) {
            node.set("oneOff", JSON.valueToTree(oneOff));
        }
        node.set("tokens", JSON.valueToTree(service.tokens()));
        Healthcheck probe = service.imageProbe();
        if (probe != null) {
            writeProbe(node.putObject("imageProbe"), probe);
        }
        UpdateJson.write(node, service.update());
    }

    /** The project of the specification that a wanted project stands for. */
    public static Project model(WantedProject wanted) {
        SortedMap<String, Service> services = new TreeMap<>();
        wanted.services().forEach((name, service) -> services.put(name, service.spec()));
        return model(wanted, services);
    }

    static Project model(WantedProject wanted, SortedMap<String, Service> services) {
        return new Project(
                wanted.name(),
                wanted.workingDirectory(),
                wanted.files(),
                services,
                wanted.networks(),
                wanted.volumes(),
                wanted.granted().secrets(),
                wanted.granted().configs(),
                Further.NONE);
    }

    /** Throws IOException with a sentence when it is damaged, or was written by a newer jcompose. */
    public static WantedProject read(byte[] bytes) throws IOException {
        JsonNode root = JSON.readTree(bytes);
        int version = root.path("version").asInt();
        if (version != VERSION) {
            throw new IOException("it has format " + version + ", and this jcompose reads format " + VERSION);
        }
        try {
            Project model = Canonical.parse(root.path("model").toString());
            SortedMap<String, WantedService> services = new TreeMap<>();
            Map<String, Service> before = UpdateJson.readModel(root);
            for (Service service : model.services().values()) {
                JsonNode stored = root.path("services").path(service.name());
                services.put(service.name(), UpdateJson.read(stored, readService(stored, service), before));
            }
            List<String> disabled = new ArrayList<>();
            root.path("disabled").forEach(name -> disabled.add(name.asText()));
            JsonNode down = root.get("down");
            return new WantedProject(
                    model.name(),
                    root.path("wanted").asLong(),
                    services,
                    Declared.of(model, disabled),
                    new Removal(
                            root.path("removeOrphans").asBoolean(),
                            down == null
                                    ? null
                                    : new Removal.Down(down.path("volumes").asBoolean()),
                            root.has("remaking")
                                    ? JSON.treeToValue(root.get("remaking"), Remaking.class)
                                    : Remaking.NONE));
        } catch (SpecException | DateTimeParseException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static WantedService readService(JsonNode node, Service spec) throws IOException {
        @Nullable Long stop = node.has("stopSeconds") ? node.get("stopSeconds").asLong() : null;
        return new WantedService(
                spec,
                node.path("fingerprint").asText(Fingerprint.of(spec)),
                node.path("replicas").asInt(spec.replicas()),
                node.path("running").asBoolean(true),
                node.has("image") ? node.get("image").asText() : null,
                node.has("tokens")
                        ? JSON.treeToValue(node.get("tokens"), WantedService.Tokens.class)
                        : WantedService.Tokens.NONE,
                stop,
                node.has("imageProbe") ? readProbe(node.get("imageProbe")) : null,
                null,
                node.has("oneOff") ? JSON.treeToValue(node.get("oneOff"), OneOff.class) : null);
    }

    static void writeProbe(ObjectNode node, Healthcheck probe) {
        node.set("test", JSON.valueToTree(probe.test()));
        node.put("interval", probe.interval().toString());
        node.put("timeout", probe.timeout().toString());
        node.put("retries", probe.retries());
        node.put("startPeriod", probe.startPeriod().toString());
        node.put("startInterval", probe.startInterval().toString());
    }

    static Healthcheck readProbe(JsonNode node) {
        List<String> test = new ArrayList<>();
        node.path("test").forEach(word -> test.add(word.asText()));
        return new Healthcheck(
                List.copyOf(test),
                time(node, "interval"),
                time(node, "timeout"),
                node.path("retries").asInt(),
                time(node, "startPeriod"),
                time(node, "startInterval"));
    }

    private static Duration time(JsonNode node, String name) {
        return Duration.parse(node.path(name).asText(Duration.ZERO.toString()));
    }
}
