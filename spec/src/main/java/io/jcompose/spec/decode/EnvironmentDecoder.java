package io.jcompose.spec.decode;

import io.jcompose.spec.Environment;
import io.jcompose.spec.EnvironmentGate;
import io.jcompose.spec.ProjectName;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The environments of a project: what stands under {@code x-environments}. */
public final class EnvironmentDecoder {
    public static final String KEY = "x-environments";
    private static final Shape TOP = Shape.of("a project", KEY);
    private static final Shape ENVIRONMENT =
            Shape.of("an environment", "order project files env_file environment variables gates");
    private static final Shape GATE = Shape.of("a gate", "healthy command timeout approval");
    private static final Duration USUAL_TIMEOUT = Duration.ofMinutes(5);
    private static final String NAME = "[a-z0-9][a-z0-9_-]*";

    private final String project;
    private final List<Environment> found = new ArrayList<>();
    private final Map<Integer, String> orders = new HashMap<>();
    private final Map<String, String> projects = new HashMap<>();

    private EnvironmentDecoder(String project) {
        this.project = project;
    }

    /** What {@code model} says of environments of the project of this name; nothing else of it is looked at. */
    public static List<Environment> decode(MapNode model, String project, Decoding decoding) {
        EnvironmentDecoder decoder = new EnvironmentDecoder(project);
        Fields top = new Fields(decoding, model.filtered(KEY::equals), "", TOP);
        top.each(KEY, ENVIRONMENT, (name, fields) -> decoder.environment(name, fields, model));
        return decoder.found;
    }

    private String environment(String name, Fields fields, MapNode model) {
        if (!name.matches(NAME)) {
            fields.error(
                    "", "`" + name + "` is not a name for an environment", "lower-case letters, digits, `_` and `-`");
        }
        int order = fields.integer("order", 0, 1_000_000).orElse((found.size() + 1) * 10);
        String target = fields.text("project", EnvironmentDecoder::projectName).orElse(project + "-" + name);
        SortedMap<String, String> variables = new TreeMap<>(fields.keyed("environment"));
        variables.putAll(fields.keyed("variables"));
        @Nullable String sameOrder = orders.put(order, name);
        if (sameOrder != null) {
            fields.error("order", "`" + sameOrder + "` and `" + name + "` have the same order, " + order, null);
        }
        @Nullable String sameProject = projects.put(target, name);
        if (sameProject != null || target.equals(project)) {
            String other = sameProject == null ? "the project itself" : "`" + sameProject + "`";
            fields.error("project", other + " and `" + name + "` are the same project, " + target, null);
        }
        found.add(new Environment(
                name,
                order,
                target,
                fields.texts("files"),
                envFiles(fields),
                variables,
                gates(fields),
                model.map(KEY).get(name).map(Node::span).orElse(model.span())));
        return name;
    }

    private static String projectName(String name) throws Malformed {
        if (ProjectName.fault(name, null).isPresent()) {
            throw new Malformed(
                    "not the name of a project: `" + name + "`",
                    "lower-case letters, digits, `_`, `-`, the first a letter or digit");
        }
        return name;
    }

    private static List<String> envFiles(Fields fields) {
        boolean list =
                fields.take("env_file").filter(ListNode.class::isInstance).isPresent();
        return list
                ? fields.texts("env_file")
                : fields.text("env_file").map(List::of).orElse(List.of());
    }

    private static List<EnvironmentGate> gates(Fields fields) {
        List<EnvironmentGate> gates = new ArrayList<>();
        int index = 0;
        for (Node item : fields.items("gates")) {
            Fields gate = fields.item("gates", index, item, GATE);
            gate(gate, gates);
            gate.finish();
            index++;
        }
        return gates;
    }

    private static void gate(Fields fields, List<EnvironmentGate> gates) {
        Duration timeout = fields.text("timeout", Durations::parse).orElse(USUAL_TIMEOUT);
        List<EnvironmentGate> said = new ArrayList<>();
        fields.text("healthy", Durations::parse).ifPresent(time -> said.add(new EnvironmentGate.Healthy(time)));
        List<String> command = command(fields);
        if (!command.isEmpty()) {
            said.add(new EnvironmentGate.Command(command, timeout));
            if (timeout.isZero()) {
                fields.error(
                        "timeout",
                        "`timeout` must be longer than 0, no command is that fast",
                        "leave it out for 300 s");
            }
        } else if (fields.has("timeout")) {
            fields.error("timeout", "`timeout` is for a `command`", null);
        }
        if (fields.flag("approval", false)) {
            said.add(new EnvironmentGate.Approval());
        }
        if (said.size() == 1) {
            gates.add(said.get(0));
        } else {
            fields.error(
                    "",
                    said.isEmpty() ? "a gate that says nothing" : "a gate that says several things",
                    "one of `healthy: 30s`, `command: [...]`, `approval: true` in each item of the list");
        }
    }

    /** A text is for the shell, as in a healthcheck. */
    private static List<String> command(Fields fields) {
        boolean list = fields.take("command").filter(ListNode.class::isInstance).isPresent();
        return list
                ? fields.texts("command")
                : fields.text("command")
                        .map(text -> List.of("/bin/sh", "-c", text))
                        .orElse(List.of());
    }
}
