package io.jcompose.spec.phase;

import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.Optional;
import java.util.Set;

/**
 * What a service extends (compose-spec, 05-services, extends).
 *
 * @param service the other service
 * @param file the file that it is in, empty for the same one
 */
record ExtendsEntry(ScalarNode service, Optional<ScalarNode> file) {
    private static final Set<String> WORDS = Set.of("service", "file");

    /** Both forms: a name, or a mapping. Empty, and a problem, for any other. */
    static Optional<ExtendsEntry> read(Node value, String where, Problems problems) {
        if (!(value instanceof MapNode map)) {
            return new Entries(MapNode.empty(value.span()), where, problems)
                    .text(value, where)
                    .map(name -> new ExtendsEntry(name, Optional.empty()));
        }
        Entries entries = new Entries(map, where, problems);
        entries.only(WORDS, "extends");
        if (!entries.has("service")) {
            problems.error(map.span(), where, "`extends` misses its `service`", "name the service to extend");
        }
        Optional<ScalarNode> file = entries.text("file");
        boolean bad = file.isEmpty() && entries.has("file");
        return entries.text("service").filter(name -> !bad).map(name -> new ExtendsEntry(name, file));
    }
}
