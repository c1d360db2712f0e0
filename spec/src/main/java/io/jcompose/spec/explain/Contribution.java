package io.jcompose.spec.explain;

import io.jcompose.spec.phase.Watcher.Scope;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node;
import java.util.Optional;

/**
 * A value that a document has at the place in question.
 *
 * @param span where it stands
 * @param scope whose variables it sees
 * @param context why that document or service counts here, or empty
 * @param removed by what it was taken out again, if it was
 */
record Contribution(Node node, Span span, Scope scope, String context, Optional<String> removed) {
    /** The same about what lies below. */
    Contribution part(Node.Entry below) {
        return new Contribution(below.value(), below.place(), scope, context, removed);
    }

    /** The same about a single value below. */
    Contribution part(Node.ScalarNode below) {
        return new Contribution(below, below.span(), scope, context, removed);
    }

    Contribution removedBy(String reason) {
        return removed.isPresent() ? this : new Contribution(node, span, scope, context, Optional.of(reason));
    }
}
