package io.jcompose.spec.yaml;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** What the merge key {@code <<} brings into one mapping; the first of several mappings wins, and own keys win over it. */
final class MergeKey {
    private static final String KEY = "<<";

    private final Problems problems;
    private final String path;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final Map<String, Removals> removals = new HashMap<>();
    private @Nullable Span place;

    MergeKey(Problems problems, String path) {
        this.problems = problems;
        this.path = path;
    }

    static boolean is(org.yaml.snakeyaml.nodes.Node key) {
        return key instanceof ScalarNode scalar
                && scalar.isPlain()
                && scalar.getValue().equals(KEY);
    }

    /** The mapping, or list of mappings, behind the key at {@code at}. */
    void bring(Node value, Span at) {
        if (place != null) {
            problems.error(
                    at,
                    TreePath.child(path, KEY),
                    "`<<` is given twice: in line " + place.line() + " and in line " + at.line(),
                    "write one list of both: `<<: [*a, *b]`");
        }
        place = at;
        if (value instanceof ListNode list) {
            list.items().forEach(this::bring);
        } else {
            bring(value);
        }
    }

    private void bring(Node value) {
        if (value instanceof MapNode map) {
            map.entries().forEach(entries::putIfAbsent);
        } else if (!value.isNull()) {
            String message = "`<<` takes a mapping or a list of mappings, not " + value.noun();
            problems.error(value.span(), path, message, "name an anchor of a mapping, as in `<<: *name`");
        }
    }

    void removes(Removals of) {
        of.below().forEach(removals::putIfAbsent);
    }

    void completes(Map<String, Entry> own, Map<String, Removals> removed) {
        entries.forEach(own::putIfAbsent);
        removals.forEach(removed::putIfAbsent);
    }
}
