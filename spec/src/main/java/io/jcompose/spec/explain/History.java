package io.jcompose.spec.explain;

import io.jcompose.spec.phase.Watcher;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** All that was seen while a project was put together. */
final class History implements Watcher {
    /** Documents at a moment. */
    record Sight(Scope scope, String moment, List<Document> documents) {}

    private final List<Sight> sights = new ArrayList<>();
    private final List<Extension> extensions = new ArrayList<>();
    private final Map<Span, ScalarNode> written = new HashMap<>();

    @Override
    public void saw(Scope scope, String moment, List<Document> documents) {
        sights.add(new Sight(scope, moment, documents));
        if (moment.equals("READ")) {
            documents.forEach(document -> remember(document.tree()));
        }
    }

    @Override
    public void extended(Extension extension) {
        extensions.add(extension);
    }

    private void remember(Node node) {
        if (node instanceof MapNode map) {
            map.entries().values().forEach(entry -> remember(entry.value()));
        } else if (node instanceof ListNode list) {
            list.items().forEach(this::remember);
        } else if (node instanceof ScalarNode scalar) {
            written.putIfAbsent(scalar.span(), scalar);
        }
    }

    /** What stands at a place before variables are replaced. */
    Optional<String> written(Span span) {
        return Optional.ofNullable(written.get(span)).map(ScalarNode::text);
    }

    /** Documents in the forms that merge, variables replaced: each kind in the order in which it was read. */
    List<Sight> composed(Kind kind) {
        return sights.stream()
                .filter(sight -> sight.scope().kind() == kind && sight.moment().equals("LongForms"))
                .toList();
    }

    /** The project's one tree, after Merge and each phase behind it. */
    List<Sight> merged() {
        List<Sight> own = sights.stream()
                .filter(sight -> sight.scope().kind() == Kind.PROJECT)
                .toList();
        List<String> moments = own.stream().map(Sight::moment).toList();
        int merge = moments.indexOf("Merge");
        return merge < 0 ? List.of() : own.subList(merge, own.size());
    }

    Optional<Extension> extension(String file, String service) {
        return extensions.stream()
                .filter(known -> known.file().equals(file) && known.service().equals(service))
                .findFirst();
    }
}
