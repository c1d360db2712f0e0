package io.jcompose.spec.explain;

import io.jcompose.spec.decode.MergeKeys;
import io.jcompose.spec.explain.Step.Outcome;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Entries of lists whose place a later entry with the same key took (compose-spec, 13-merge, unique resources). */
final class ReplacedItems {
    private record Known(String noun, Function<Node, String> key) {}

    private static final Map<String, Known> KEYS = Map.of(
            "ports", new Known("port", MergeKeys::port),
            "volumes", new Known("target", MergeKeys::mount),
            "devices", new Known("target", MergeKeys::device),
            "secrets", new Known("target", MergeKeys::secret),
            "configs", new Known("target", MergeKeys::config));

    private ReplacedItems() {}

    /** Those that {@code winner}, in the list that {@code tokens} lead into, replaced. */
    static List<Step> of(Tokens tokens, Contribution winner, History history) {
        int index = tokens.keys()
                .indexOf(tokens.keys().stream()
                        .filter(key -> key.startsWith("["))
                        .findFirst()
                        .orElse(""));
        Known known = index < 1 ? null : KEYS.get(tokens.keys().get(index - 1));
        if (known == null) {
            return List.of();
        }
        String key = known.key().apply(winner.node());
        List<Step> steps = new ArrayList<>();
        for (Contribution layer : Contributions.at(new Tokens(tokens.keys().subList(0, index)), history)) {
            List<Node> items = layer.node() instanceof ListNode list ? list.items() : List.of();
            for (Node item : items) {
                if (!item.span().equals(winner.span())
                        && known.key().apply(item).equals(key)) {
                    steps.add(lost(item, layer, winner.span(), known.noun(), history));
                }
            }
        }
        return steps;
    }

    private static Step lost(Node item, Contribution layer, Span winner, String noun, History history) {
        List<String> notes = new ArrayList<>();
        if (!layer.context().isEmpty()) {
            notes.add(layer.context());
        }
        notes.add("replaced by the entry with the same " + noun + " at " + winner);
        String value = Shown.text(item);
        return new Step(item.span(), Outcome.LOST, history.written(item.span()).orElse(value), value, notes);
    }
}
