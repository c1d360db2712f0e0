package io.jcompose.spec.phase;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;

/**
 * The model between two phases.
 *
 * @param documents the documents not merged yet, in order; one from phase Merge on
 * @param name the project's name, empty before phase NameProject
 * @param disabled services that no active profile enables
 */
public record Draft(List<Document> documents, String name, MapNode disabled) {
    public static Draft of(List<Document> documents) {
        return new Draft(documents, "", MapNode.empty(Node.NOWHERE));
    }

    /** The merged model. */
    public MapNode model() {
        return documents.isEmpty()
                ? MapNode.empty(new Span("", 1, 1))
                : documents.get(0).tree();
    }

    Draft withModel(MapNode model) {
        return new Draft(List.of(Document.of(model)), name, disabled);
    }

    Draft withDocuments(List<Document> changed) {
        return new Draft(changed, name, disabled);
    }

    /** With each document changed, which are not merged yet. */
    Draft mapDocuments(UnaryOperator<Document> change) {
        return withDocuments(documents.stream().map(change).toList());
    }

    /** With each service changed that is a mapping; the change is told its tree path. */
    Draft mapServices(BiFunction<String, MapNode, MapNode> change) {
        Optional<MapNode> services = model().get("services", MapNode.class);
        if (services.isEmpty()) {
            return this;
        }
        MapNode changed = services.get()
                .mapped((name, node) -> node instanceof MapNode service
                        ? change.apply(TreePath.child("services", name), service)
                        : node);
        return withModel(model().with("services", changed));
    }
}
