package io.jcompose.spec.phase;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * One item of {@code include} (compose-spec, 14-include).
 *
 * @param where its tree path
 * @param paths the files, the first of which says where the others' paths lead
 * @param projectDirectory the directory that paths within them mean, when it is not that of the first
 * @param envFiles files with their variables; empty for {@code .env}
 */
record IncludeEntry(
        Span span,
        String where,
        List<ScalarNode> paths,
        Optional<ScalarNode> projectDirectory,
        List<ScalarNode> envFiles) {
    private static final Set<String> WORDS = Set.of("path", "project_directory", "env_file");

    /** All items, in order; those that are malformed are problems. */
    static List<IncludeEntry> all(Node include, Problems problems) {
        if (!(include instanceof ListNode list)) {
            boolean says = include instanceof ScalarNode && !include.isNull();
            String hint = says && include instanceof ScalarNode scalar
                    ? "write `- " + scalar.text() + "`"
                    : "begin it with `- `";
            problems.error(include.span(), "include", "`include` must be a list, not " + include.noun(), hint);
            return List.of();
        }
        List<IncludeEntry> entries = new ArrayList<>();
        for (int i = 0; i < list.items().size(); i++) {
            read(list.items().get(i), TreePath.item("include", i), problems).ifPresent(entries::add);
        }
        return entries;
    }

    private static Optional<IncludeEntry> read(Node item, String where, Problems problems) {
        if (!(item instanceof MapNode map)) {
            return new Entries(MapNode.empty(item.span()), where, problems)
                    .text(item, where)
                    .map(path -> new IncludeEntry(item.span(), where, List.of(path), Optional.empty(), List.of()));
        }
        Entries entries = new Entries(map, where, problems);
        entries.only(WORDS, "an include");
        List<ScalarNode> paths = entries.texts("path");
        boolean none = entries.has("path")
                && map.get("path", ListNode.class)
                        .filter(list -> list.items().isEmpty())
                        .isPresent();
        if (none || !entries.has("path")) {
            problems.error(map.span(), where, "an include misses its `path`", "name the file to include");
        }
        IncludeEntry entry = new IncludeEntry(
                map.span(), where, paths, entries.text("project_directory"), entries.texts("env_file"));
        return paths.isEmpty() ? Optional.empty() : Optional.of(entry);
    }
}
