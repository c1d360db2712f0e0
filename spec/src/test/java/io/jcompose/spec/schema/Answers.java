package io.jcompose.spec.schema;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.phase.Watcher;
import io.jcompose.spec.text.Loader;
import io.jcompose.spec.yaml.Document;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What the reference loader's schema and our loader say to one text.
 *
 * @param asked whether the schema saw the text: not when it is no YAML
 * @param refused whether the schema refuses it
 * @param theirs why, when we take it
 * @param ours why we refuse it, empty when we do not
 * @param loaded the project that we made of it
 */
record Answers(boolean asked, boolean refused, List<String> theirs, List<String> ours, Optional<Loaded> loaded) {
    /** One document, without other files. */
    static Answers of(String yaml, ReferenceSchema schema) {
        return of(
                new LoadRequest(
                        List.of("-"),
                        Path.of("/nowhere/demo"),
                        null,
                        "demo",
                        List.of("*"),
                        List.of(),
                        Map.of("HOME", "/home/me"),
                        List.of(),
                        () -> yaml),
                "Interpolate",
                schema);
    }

    /** The schema sees what the documents are after the phase {@code moment}. */
    static Answers of(LoadRequest request, String moment, ReferenceSchema schema) {
        List<Document> seen = new ArrayList<>();
        Watcher watcher = new Watcher() {
            @Override
            public void saw(Scope scope, String phase, List<Document> documents) {
                if (scope.kind() == Kind.PROJECT && phase.equals(moment)) {
                    seen.addAll(documents);
                }
            }
        };
        List<String> ours = new ArrayList<>();
        Optional<Loaded> loaded = Optional.empty();
        try {
            loaded = Optional.of(Loader.load(request, watcher));
        } catch (SpecException e) {
            e.problems().stream().map(Problem::message).forEach(ours::add);
        }
        boolean refused = seen.stream().anyMatch(document -> schema.refuses(document.tree()));
        List<String> theirs = refused && ours.isEmpty()
                ? seen.stream()
                        .flatMap(document -> schema.refusals(document.tree()).stream())
                        .toList()
                : List.of();
        return new Answers(!seen.isEmpty(), refused, theirs, ours, loaded);
    }
}
