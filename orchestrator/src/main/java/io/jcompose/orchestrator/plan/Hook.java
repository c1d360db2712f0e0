package io.jcompose.orchestrator.plan;

import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A command beside a container's own (compose-spec, lifecycle hooks).
 *
 * @param command the whole command line; null for the image's own
 * @param user null for the service's
 * @param workingDirectory null for the service's
 * @param environment over the service's
 * @param image of the container that it runs in; null for the service's own
 * @param perReplica whether it runs before each container of the service, and not only before the first
 */
public record Hook(
        @Nullable List<String> command,
        @Nullable String user,
        @Nullable String workingDirectory,
        SortedMap<String, String> environment,
        @Nullable String image,
        boolean perReplica) {
    /** When a hook runs. */
    public enum Kind {
        /** Before the container is started, in a container of its own. */
        PRE_START,
        /** In the container, since it runs. */
        POST_START,
        /** In the container, before it gets the stop signal. */
        PRE_STOP;

        /** As the file has it. */
        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /** The hooks of a service, in order; those without a command do nothing in a container that runs. */
    public static List<Hook> of(Service service, Kind kind) {
        List<Hook> hooks = new ArrayList<>();
        for (Value value : service.further().items(kind.word())) {
            if (value instanceof Value.Fields fields) {
                Hook hook = of(service, fields);
                if (kind == Kind.PRE_START || hook.command() != null) {
                    hooks.add(hook);
                }
            }
        }
        return List.copyOf(hooks);
    }

    private static Hook of(Service service, Value.Fields fields) {
        List<String> command = new ArrayList<>();
        if (fields.values().get("command") instanceof Value.Items items) {
            items.items().forEach(word -> command.add(word instanceof Value.Text text ? text.text() : ""));
        }
        SortedMap<String, String> environment = new TreeMap<>();
        if (fields.values().get("environment") instanceof Value.Fields pairs) {
            pairs.values().keySet().forEach(name -> environment.put(name, pairs.text(name)));
        }
        String image = orNull(fields.text("image"));
        return new Hook(
                command.isEmpty() ? null : List.copyOf(command),
                orNull(fields.text("user")),
                orNull(fields.text("working_dir")),
                environment,
                service.image().equals(image) ? null : image,
                Value.of(true).equals(fields.values().get("per_replica")));
    }

    private static @Nullable String orNull(String text) {
        return text.isEmpty() ? null : text;
    }
}
