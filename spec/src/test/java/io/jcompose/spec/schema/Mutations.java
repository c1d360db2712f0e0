package io.jcompose.spec.schema;

import io.jcompose.spec.fuzz.Trees;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.YamlWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Whole projects with one thing wrong, at a random depth: a value of another form, or a key that nobody knows. */
final class Mutations {
    private final Random random;
    private final MapNode seed;

    /** Of one whole project; what they are depends on nothing but it and {@code run}. */
    Mutations(MapNode seed, long run) {
        this.random = new Random(31 * run + YamlWriter.write(seed).hashCode());
        this.seed = seed;
    }

    MapNode next() {
        int place = 1 + random.nextInt(Trees.size(seed) - 1);
        return (MapNode) Trees.changed(seed, place, this::changed);
    }

    private Node changed(Node node) {
        boolean keys = node instanceof MapNode map && !map.entries().isEmpty();
        return switch (random.nextInt(keys ? 3 : 1)) {
            case 1 -> ((MapNode) node).with("unheard_of", Probes.text("a"));
            case 2 -> misspelt((MapNode) node);
            default -> Probes.FORMS.get(random.nextInt(Probes.FORMS.size()));
        };
    }

    private MapNode misspelt(MapNode map) {
        List<String> keys = new ArrayList<>(map.entries().keySet());
        String wrong = keys.get(random.nextInt(keys.size()));
        Map<String, Entry> entries = new LinkedHashMap<>();
        map.entries().forEach((key, entry) -> entries.put(key.equals(wrong) ? key + "_" : key, entry));
        return new MapNode(map.span(), entries);
    }
}
