package io.jcompose.orchestrator.observe;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.orchestrator.plan.Origin;
import io.jcompose.orchestrator.plan.Origins;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Volumes;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where networks and volumes came from, as their labels say, and who uses volumes. What was read is remembered: a round
 * reads nothing twice.
 */
public final class Provenance {
    private static final Logger LOG = LoggerFactory.getLogger(Provenance.class);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String INCARNATION = "io.jcompose.incarnation";
    private static final String CONFIGURATION = "io.jcompose.configuration";

    private Map<Map<String, String>, Origin> read = Map.of();
    private Map<String, List<String>> mounted = Map.of();

    Provenance() {}

    /** Labels with what tells of a network or volume that is made now. */
    public static Map<String, String> labels(Map<String, String> given, SortedMap<String, String> configuration) {
        Map<String, String> labels = new TreeMap<>(given);
        labels.put(INCARNATION, UUID.randomUUID().toString());
        try {
            labels.put(CONFIGURATION, JSON.writeValueAsString(configuration));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("texts by text are always JSON", e);
        }
        return labels;
    }

    /** By what there is now: labels by name. */
    synchronized Origins of(
            Map<String, Map<String, String>> networks,
            Map<String, Map<String, String>> volumes,
            Volumes place,
            Containers containers) {
        Map<Map<String, String>, Origin> seen = new HashMap<>();
        Origins origins = new Origins(origins(networks, seen), origins(volumes, seen), users(place, containers));
        read = seen;
        return origins;
    }

    private Map<String, Origin> origins(
            Map<String, Map<String, String>> labels, Map<Map<String, String>, Origin> seen) {
        Map<String, Origin> origins = new HashMap<>();
        labels.forEach((name, told) -> {
            Origin known = read.get(told);
            Origin origin = known == null ? origin(told) : known;
            seen.put(told, origin);
            origins.put(name, origin);
        });
        return origins;
    }

    private static Origin origin(Map<String, String> labels) {
        return new Origin(
                Labels.projectOf(labels),
                labels.getOrDefault(INCARNATION, ""),
                Labels.guarded(labels),
                configuration(labels.get(CONFIGURATION)));
    }

    private static @Nullable SortedMap<String, String> configuration(@Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            return JSON.readValue(text, new TypeReference<TreeMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            LOG.warn("the label {} is damaged and does not count: {}", CONFIGURATION, e.getMessage());
            return null;
        }
    }

    /** What is mounted in a container never changes. */
    private Map<String, Set<String>> users(Volumes place, Containers containers) {
        Map<String, List<String>> still = new HashMap<>();
        Map<String, Set<String>> users = new HashMap<>();
        containers.list().forEach((id, state) -> {
            List<String> known = mounted.get(id);
            List<String> volumes = known == null ? mounted(place, state) : known;
            still.put(id, volumes);
            volumes.forEach(volume ->
                    users.computeIfAbsent(volume, key -> new HashSet<>()).add(id));
        });
        mounted = still;
        return users;
    }

    private static List<String> mounted(Volumes place, ContainerState state) {
        return state.spec().mounts().stream()
                .filter(ContainerMount.Bind.class::isInstance)
                .map(mount -> Path.of(((ContainerMount.Bind) mount).source()))
                .flatMap(source -> place.named(source).stream())
                .distinct()
                .toList();
    }
}
