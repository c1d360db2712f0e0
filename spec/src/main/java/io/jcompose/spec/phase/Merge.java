package io.jcompose.spec.phase;

import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.List;

/** Folds the documents into one, each over those before it, from which its {@code !reset} and {@code !override} take. */
final class Merge implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        List<Document> documents = draft.documents();
        if (documents.isEmpty()) {
            return draft;
        }
        Overlay overlay = new Overlay(setting.problems(), setting.options().interpolate());
        MapNode model = documents.get(0).tree();
        for (Document document : documents.subList(1, documents.size())) {
            model = overlay.merged(document.removals().from(model), document.tree());
        }
        return draft.withModel(model);
    }
}
