package io.jcompose.spec.explain;

import io.jcompose.spec.Loaded;
import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.explain.Step.Outcome;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Values of env files that did not come through. */
final class EnvFileSteps {
    private EnvFileSteps() {}

    /** For a variable of a service's environment; {@code final} is what became of it. */
    static List<Step> lost(Tokens tokens, History history, Loaded loaded, Optional<Entry> outcome) {
        if (tokens.keys().size() != 4 || !tokens.keys().get(2).equals("environment")) {
            return List.of();
        }
        MapNode merged = history.merged().get(0).documents().get(0).tree();
        Tokens files = new Tokens(List.of("services", tokens.keys().get(1), "env_file"));
        List<Node> entries = files.in(merged)
                .map(Entry::value)
                .filter(ListNode.class::isInstance)
                .map(list -> ((ListNode) list).items())
                .orElse(List.of());
        List<Step> steps = new ArrayList<>();
        for (Node entry : entries) {
            Node path = entry instanceof MapNode map ? map.get("path").orElse(map) : entry;
            if (path instanceof ScalarNode scalar) {
                value(scalar.text(), tokens.keys().get(3), loaded.texts())
                        .filter(found -> outcome.isEmpty()
                                || !outcome.get().value().span().equals(found.span()))
                        .map(found -> new Step(
                                found.span(),
                                Outcome.LOST,
                                found.text(),
                                found.text(),
                                List.of(
                                        "in an env_file of the service",
                                        outcome.map(end -> "overridden at " + end.place())
                                                .orElse("does not count"))))
                        .ifPresent(steps::add);
            }
        }
        return steps;
    }

    private static Optional<ScalarNode> value(String path, String name, Map<String, String> texts) {
        String clean = path.startsWith("./") ? path.substring(2) : path;
        return texts.keySet().stream()
                .filter(file -> file.equals(path) || file.equals(clean) || file.endsWith("/" + clean))
                .findFirst()
                .map(file -> Dotenv.parse(file, texts.getOrDefault(file, ""), key -> Optional.empty(), new Problems())
                        .get(name));
    }
}
