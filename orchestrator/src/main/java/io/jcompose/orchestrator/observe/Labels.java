package io.jcompose.orchestrator.observe;

import io.jcompose.orchestrator.plan.Slot;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the orchestrator writes on a container when it makes it, in the runtime's labels.
 *
 * @param slot its place
 * @param name its name
 * @param fingerprint of its service
 * @param image id of its image
 * @param reference of its image, as the file has it
 * @param recreate recreate token
 * @param stopSignal number of its stop signal
 * @param created when it was made, in ISO form
 * @param oneOff the service whose command a one-off container runs; empty for containers of services
 */
public record Labels(
        Slot slot,
        String name,
        String fingerprint,
        String image,
        String reference,
        long recreate,
        int stopSignal,
        String created,
        String oneOff) {
    private static final String PREFIX = "io.jcompose.";

    /** The labels of a volume or network, with the project that it is made for. */
    public static Map<String, String> ofProject(Map<String, String> given, String project) {
        Map<String, String> labels = new TreeMap<>(given);
        labels.put(PREFIX + "project", project);
        return labels;
    }

    /** The labels of one whose data is protected. */
    public static Map<String, String> ofGuardedVolume(Map<String, String> given, String project) {
        Map<String, String> labels = new TreeMap<>(ofProject(given, project));
        labels.put(PREFIX + "protected", "true");
        return labels;
    }

    public static boolean guarded(Map<String, String> labels) {
        return "true".equals(labels.get(PREFIX + "protected"));
    }

    /** The project that something was made for; empty when it does not say. */
    static String projectOf(Map<String, String> labels) {
        return labels.getOrDefault(PREFIX + "project", "");
    }

    /** The labels as text. */
    public Map<String, String> toMap() {
        Map<String, String> map = new TreeMap<>();
        map.put(PREFIX + "project", slot.project());
        map.put(PREFIX + "service", slot.service());
        map.put(PREFIX + "number", Integer.toString(slot.number()));
        map.put(PREFIX + "name", name);
        map.put(PREFIX + "fingerprint", fingerprint);
        map.put(PREFIX + "image", image);
        map.put(PREFIX + "reference", reference);
        map.put(PREFIX + "recreate", Long.toString(recreate));
        map.put(PREFIX + "stop-signal", Integer.toString(stopSignal));
        map.put(PREFIX + "created", created);
        if (!oneOff.isEmpty()) {
            map.put(PREFIX + "one-off", oneOff);
        }
        return map;
    }

    /** Reads what {@link #toMap} wrote; empty for a container that is not the orchestrator's. */
    public static Optional<Labels> of(Map<String, String> map) {
        try {
            return Optional.of(new Labels(
                    new Slot(text(map, "project"), text(map, "service"), Integer.parseInt(text(map, "number"))),
                    text(map, "name"),
                    text(map, "fingerprint"),
                    text(map, "image"),
                    text(map, "reference"),
                    Long.parseLong(text(map, "recreate")),
                    Integer.parseInt(text(map, "stop-signal")),
                    text(map, "created"),
                    map.getOrDefault(PREFIX + "one-off", "")));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private static String text(Map<String, String> map, String key) {
        String value = map.get(PREFIX + key);
        if (value == null) {
            throw new IllegalArgumentException("no label " + key);
        }
        return value;
    }
}
