package io.jcompose.spec.explain;

import io.jcompose.spec.phase.Watcher.Extension;
import io.jcompose.spec.phase.Watcher.Kind;
import io.jcompose.spec.phase.Watcher.Scope;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Removals;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** Finds what the documents say about one place, from the lowest layer to the uppermost. */
final class Contributions {
    private static final int DEEPEST = 64;

    private final History history;
    private final List<Contribution> found = new ArrayList<>();

    private Contributions(History history) {
        this.history = history;
    }

    /** By keys: every layer that has a value there. */
    static List<Contribution> at(Tokens tokens, History history) {
        Contributions search = new Contributions(history);
        search.everywhere((scope, document) -> search.collect(scope, document, tokens, "", 0));
        return search.found;
    }

    /** By the place of an item of a list, which no other layer can change. */
    static List<Contribution> item(Span span, History history) {
        Contributions search = new Contributions(history);
        search.everywhere((scope, document) -> search.item(scope, document, span));
        for (History.Sight sight : history.composed(Kind.EXTENDED)) {
            sight.documents().forEach(document -> search.item(sight.scope(), document, span));
        }
        return search.found.stream().limit(1).toList();
    }

    /** Of two includes the earlier one wins, so the later ones come first. */
    private void everywhere(BiConsumer<Scope, Document> visitor) {
        List<History.Sight> included = history.composed(Kind.INCLUDED);
        for (int i = included.size() - 1; i >= 0; i--) {
            History.Sight sight = included.get(i);
            sight.documents().forEach(document -> visitor.accept(sight.scope(), document));
        }
        for (History.Sight sight : history.composed(Kind.PROJECT)) {
            sight.documents().forEach(document -> visitor.accept(sight.scope(), document));
        }
    }

    private void item(Scope scope, Document document, Span span) {
        Optional<Node> item = Shown.itemAt(document.tree(), span);
        item.ifPresent(node -> found.add(new Contribution(node, span, scope, context(scope), Optional.empty())));
    }

    private static String context(Scope scope) {
        return switch (scope.kind()) {
            case PROJECT -> "";
            case INCLUDED -> "in an included file";
            case EXTENDED -> "in a service that is extended";
        };
    }

    private void collect(Scope scope, Document document, Tokens tokens, String context, int depth) {
        Optional<String> service = tokens.service();
        Optional<Extension> extension = service.flatMap(name -> history.extension(document.file(), name))
                .filter(known -> depth < DEEPEST && extendsHere(document, known));
        extension.ifPresent(known -> base(scope, document, tokens, known, depth));
        removal(document.removals(), tokens)
                .ifPresent(key ->
                        found.replaceAll(earlier -> earlier.removedBy("`" + key + "` is tagged !reset or !override in "
                                + document.tree().span().file())));
        String why = context.isEmpty() ? context(scope) : context;
        tokens.in(document.tree())
                .ifPresent(entry ->
                        found.add(new Contribution(entry.value(), entry.place(), scope, why, Optional.empty())));
    }

    /** One file may hold several documents. */
    private static boolean extendsHere(Document document, Extension extension) {
        return document.tree()
                .map("services")
                .map(extension.service())
                .get("extends")
                .isPresent();
    }

    private void base(Scope scope, Document document, Tokens tokens, Extension extension, int depth) {
        Tokens below = tokens.inService(extension.base());
        String why = "in service \"" + extension.base() + "\", which \"" + extension.service() + "\" extends ("
                + extension.at() + ")";
        if (extension.baseFile().equals(document.file())) {
            collect(scope, document, below, why, depth + 1);
            return;
        }
        history.composed(Kind.EXTENDED).stream()
                .filter(sight -> sight.scope().files().contains(extension.baseFile()))
                .findFirst()
                .ifPresent(sight ->
                        sight.documents().forEach(other -> collect(sight.scope(), other, below, why, depth + 1)));
    }

    /** The path to the tag that takes out what lies below the document, if one does. */
    private static Optional<String> removal(Removals removals, Tokens tokens) {
        Removals at = removals;
        List<String> keys = new ArrayList<>();
        for (String key : tokens.keys()) {
            at = at.at(key);
            keys.add(key);
            if (at.whole()) {
                return Optional.of(String.join(".", keys));
            }
        }
        return Optional.empty();
    }
}
