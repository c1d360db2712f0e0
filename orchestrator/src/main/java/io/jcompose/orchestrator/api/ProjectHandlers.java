package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.plan.AnonymousVolume;
import io.jcompose.orchestrator.plan.HeldPorts;
import io.jcompose.orchestrator.plan.Observed;
import io.jcompose.orchestrator.plan.ObservedContainer;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Port;
import io.jcompose.spec.Volume;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** Shows projects and their containers. */
final class ProjectHandlers {
    /** Of a container that keeps ending. */
    private static final int LAST_LINES = 5;

    private static final long CALM_MILLIS = 10_000;

    private final Api api;

    ProjectHandlers(Api api) {
        this.api = api;
    }

    void list(Call call) throws IOException {
        Map<String, Map<String, Long>> states = api.inventory().rows().stream()
                .collect(Collectors.groupingBy(
                        row -> row.labels().slot().project(),
                        TreeMap::new,
                        Collectors.groupingBy(Inventory.Row::state, TreeMap::new, Collectors.counting())));
        SortedSet<String> names = new TreeSet<>(states.keySet());
        names.addAll(api.control().wanted().projects().keySet());
        ObjectNode answer = Call.object();
        ArrayNode projects = answer.putArray("projects");
        for (String name : names) {
            WantedProject wanted = api.control().wanted(name);
            ObjectNode project = projects.addObject().put("name", name);
            project.put(
                    "status",
                    states.getOrDefault(name, Map.of()).entrySet().stream()
                            .map(entry -> entry.getKey() + "(" + entry.getValue() + ")")
                            .collect(Collectors.joining(", ")));
            ArrayNode files = project.putArray("files");
            if (wanted != null) {
                wanted.files().forEach(files::add);
            }
        }
        call.json(answer);
    }

    void show(Call call) throws IOException, Refused, InterruptedException {
        String name = call.argument(0);
        if (call.parameter("calm") != null) {
            api.control().awaitCalm(name, CALM_MILLIS);
        }
        WantedProject wanted = api.control().wanted(name);
        List<Inventory.Row> rows = api.inventory().rows(name);
        if (wanted == null && rows.isEmpty()) {
            throw new Refused(Refused.Kind.NOT_FOUND, "no such project: " + name, "");
        }
        ObjectNode answer = Call.object().put("project", name);
        ArrayNode services = answer.putArray("services");
        ArrayNode orphans = answer.putArray("orphans");
        if (wanted != null) {
            wanted.services().forEach((key, service) -> {
                if (service.oneOff() == null) {
                    services.add(key);
                }
            });
        }
        Orphans.of(wanted, rows).forEach(orphans::add);
        answer.put("degraded", api.control().degraded(name));
        ArrayNode containers = answer.putArray("containers");
        Observed observed = api.control().observed();
        for (Inventory.Row row : rows) {
            ObjectNode container = containers.addObject();
            describe(container, row, observed, wanted);
            if (!row.trouble().isEmpty()) {
                ArrayNode lines = container.put("lastError", row.trouble()).putArray("lastLog");
                api.inventory().lastLines(row.id(), LAST_LINES).forEach(lines::add);
            }
        }
        call.json(answer);
    }

    /** Volumes that the project declares or that were made for it; when services are named, those that they mount. */
    void volumes(Call call) throws IOException, Refused {
        String name = call.argument(0);
        SortedSet<String> names = new TreeSet<>();
        Map<String, String> there = api.control().observed().volumes();
        there.forEach((volume, owner) -> {
            if (owner.equals(name)) {
                names.add(volume);
            }
        });
        WantedProject wanted = api.control().wanted(name);
        if (wanted != null) {
            wanted.volumes().values().stream()
                    .map(Volume::name)
                    .filter(there::containsKey)
                    .forEach(names::add);
        }
        List<String> services = call.parameters("service");
        if (!services.isEmpty()) {
            Set<String> mounted = mounted(api.control().known(name, services), services);
            names.removeIf(volume -> !mounted.contains(volume)
                    && AnonymousVolume.of(name, volume)
                            .filter(one -> services.contains(one.slot().service()))
                            .isEmpty());
        }
        ObjectNode answer = Call.object();
        ArrayNode volumes = answer.putArray("volumes");
        names.forEach(volumes::add);
        call.json(answer);
    }

    /** Real names of the volumes with names that these services mount. */
    private static Set<String> mounted(WantedProject wanted, List<String> services) {
        Set<String> names = new TreeSet<>();
        for (String service : services) {
            WantedService one = Objects.requireNonNull(wanted.services().get(service));
            for (Mount mount : one.spec().mounts()) {
                Volume volume = mount instanceof Mount.NamedVolume named && named.volume() != null
                        ? wanted.volumes().get(named.volume())
                        : null;
                if (volume != null) {
                    names.add(volume.name());
                }
            }
        }
        return names;
    }

    private static void describe(
            ObjectNode node,
            Inventory.Row row,
            Observed observed,
            @org.jspecify.annotations.Nullable WantedProject wanted) {
        node.put("id", row.id())
                .put("name", row.labels().name())
                .put("service", row.service())
                .put("oneOff", !row.labels().oneOff().isEmpty())
                .put("number", row.labels().slot().number())
                .put("image", row.labels().reference())
                .put("command", row.command())
                .put("created", row.labels().created())
                .put("state", row.state())
                .put("status", row.status())
                .put("health", row.health())
                .put("exitCode", row.exitCode())
                .put("restarts", row.restarts())
                .put("pid", row.pid())
                .put("reason", row.reason());
        ArrayNode publishers = node.putArray("publishers");
        WantedService service = wanted == null
                ? null
                : wanted.services().get(row.labels().slot().service());
        if (service != null) {
            publishers(publishers, row, service, observed);
        }
        ObjectNode addresses = node.putObject("addresses");
        ObservedContainer container = observed.containers().get(row.id());
        if (container != null) {
            node.put("imageId", container.image());
            container.addresses().forEach(addresses::put);
        }
    }

    private static void publishers(ArrayNode list, Inventory.Row row, WantedService service, Observed observed) {
        for (Port port : service.spec().ports()) {
            String key = HeldPorts.key(
                    row.labels().slot().project(),
                    service,
                    port,
                    row.labels().slot().number());
            Integer held = observed.ports().get(key);
            list.addObject()
                    .put("url", port.hostIp() == null ? "0.0.0.0" : port.hostIp())
                    .put("publishedPort", held == null ? 0 : held)
                    .put("targetPort", port.target())
                    .put("protocol", port.protocol().word());
        }
    }
}
