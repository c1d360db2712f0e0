package io.jcompose.spec.phase;

import io.jcompose.spec.decode.Nearest;
import io.jcompose.spec.input.Mention;
import io.jcompose.spec.input.Remote;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Removals;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * Lays each service that {@code extends} another over that one (compose-spec, 05-services, extends), in its own document
 * or in another file, whose relative paths mean its own directory.
 */
final class Extends implements Phase {
    private static final int DEEPEST = 256;
    private static final int MOST_NAMED = 5;

    @Override
    public Draft apply(Draft draft, Setting setting) {
        Run run = new Run(draft, setting);
        return draft.mapDocuments(run::document);
    }

    /**
     * Services that can name each other.
     *
     * @param file absolute path
     * @param services normal, paths absolute unless it is a file of the project itself
     * @param done those that were extended already
     */
    private record Scope(
            String file, MapNode services, Removals removals, Path directory, Map<String, Optional<Node>> done) {}

    /** A service extends another. */
    private record Link(String file, String service, Span at, String extended) {}

    private static final class Run {
        private final Draft draft;
        private final Setting setting;
        private final Overlay overlay;
        private final Map<Path, Optional<Scope>> bases = new HashMap<>();

        Run(Draft draft, Setting setting) {
            this.draft = draft;
            this.setting = setting;
            this.overlay = new Overlay(setting.problems(), setting.options().interpolate());
        }

        Document document(Document document) {
            boolean any = document.tree().map("services").entries().values().stream()
                    .anyMatch(entry -> entry.value() instanceof MapNode service
                            && service.get("extends").isPresent());
            if (!any) {
                return document;
            }
            Scope scope = scope(document.file(), document.tree(), document.removals(), setting.directory());
            MapNode services = scope.services.mapped(
                    (name, node) -> extended(scope, name, List.of()).orElse(node));
            return document.withTree(document.tree().with("services", services));
        }

        private static Scope scope(String file, MapNode tree, Removals removals, Path directory) {
            return new Scope(file, tree.map("services"), removals.at("services"), directory, new HashMap<>());
        }

        /** The service as its document means it; empty when there is none. */
        private Optional<Node> extended(Scope scope, String name, List<Link> links) {
            Optional<Node> known = scope.done.get(name);
            if (known != null) {
                return known;
            }
            Optional<Node> written = scope.services.get(name);
            Optional<Node> result = written.isPresent() && written.get() instanceof MapNode service
                    ? Optional.of(over(base(scope, name, service, links), scope, name, service))
                    : written;
            scope.done.put(name, result);
            return result;
        }

        private MapNode over(Optional<MapNode> base, Scope scope, String name, MapNode service) {
            MapNode own = service.without("extends");
            return base.map(below -> overlay.extended(
                            name, scope.removals.at(name).inside().from(below), own))
                    .orElse(own);
        }

        private Optional<MapNode> base(Scope scope, String name, MapNode service, List<Link> links) {
            Optional<Node> written = service.get("extends");
            String where = TreePath.child(TreePath.child("services", name), "extends");
            if (written.isEmpty()) {
                return Optional.empty();
            }
            Optional<ExtendsEntry> entry = ExtendsEntry.read(written.get(), where, setting.problems());
            if (entry.isEmpty()) {
                setting.composition().lacks();
                return Optional.empty();
            }
            ScalarNode other = entry.get().service();
            List<Link> longer = new ArrayList<>(links);
            longer.add(new Link(scope.file, name, other.span(), other.text()));
            Optional<Scope> target = entry.get().file().isPresent()
                    ? other(entry.get().file().get(), scope, name, where)
                    : Optional.of(scope);
            if (target.isEmpty() || !allowed(target.get(), other, where, longer)) {
                setting.composition().lacks();
                return Optional.empty();
            }
            Optional<Node> base = extended(target.get(), other.text(), longer);
            String baseFile = target.get().file;
            setting.watcher().extended(new Watcher.Extension(scope.file, name, other.span(), baseFile, other.text()));
            if (base.isEmpty()) {
                setting.composition().lacks();
                missing(scope, name, target.get(), other, where);
            }
            return base.filter(MapNode.class::isInstance)
                    .map(MapNode.class::cast)
                    .filter(tree -> setting.composition().copy(tree, other.span(), where, setting.problems()));
        }

        private boolean allowed(Scope target, ScalarNode other, String where, List<Link> links) {
            for (int i = 0; i < links.size(); i++) {
                if (links.get(i).file.equals(target.file)
                        && links.get(i).service.equals(other.text())) {
                    String chain = links.subList(i, links.size()).stream()
                            .map(link -> link.service + " extends " + link.extended + " (" + link.at + ")")
                            .collect(Collectors.joining(", "));
                    setting.problems()
                            .error(
                                    other.span(),
                                    where,
                                    "circular reference: " + chain,
                                    "remove one of these `extends`");
                    return false;
                }
            }
            if (links.size() > DEEPEST) {
                setting.problems()
                        .error(other.span(), where, "services extend each other over more than " + DEEPEST + " steps");
            }
            return links.size() <= DEEPEST;
        }

        private void missing(Scope scope, String name, Scope target, ScalarNode other, String where) {
            String in = target.file.equals(scope.file) ? "" : " in " + shown(target);
            List<String> known = target.services.entries().keySet().stream()
                    .filter(service -> !target.file.equals(scope.file) || !service.equals(name))
                    .toList();
            String all = known.stream().limit(MOST_NAMED).collect(Collectors.joining("`, `", "`", "`"));
            String more = known.size() > MOST_NAMED ? " and " + (known.size() - MOST_NAMED) + " more" : "";
            setting.problems()
                    .error(
                            other.span(),
                            where,
                            "cannot extend service \"" + name + "\" in " + shown(scope) + ": service \"" + other.text()
                                    + "\" not found" + in,
                            Nearest.hint(other.text(), known).orElse(known.isEmpty() ? null : "it has " + all + more));
        }

        private String shown(Scope scope) {
            return scope.file.startsWith("/") ? setting.documents().shown(Path.of(scope.file)) : scope.file;
        }

        private Optional<Scope> other(ScalarNode file, Scope scope, String name, String where) {
            String tried = "cannot extend service \"" + name + "\" in " + shown(scope) + ": ";
            if (Remote.is(file.text())) {
                setting.problems().error(file.span(), where, tried + Remote.NOT_READ, Remote.HINT);
                return Optional.empty();
            }
            return Paths.absolute(file.text(), file.span(), where, setting.in(scope.directory))
                    .flatMap(path -> known(path, file, where, tried));
        }

        private Optional<Scope> known(Path path, ScalarNode file, String where, String tried) {
            if (!bases.containsKey(path)) {
                bases.put(path, load(path, file, where, tried));
            }
            return bases.getOrDefault(path, Optional.empty());
        }

        private Optional<Scope> load(Path path, ScalarNode file, String where, String tried) {
            Optional<List<Document>> read = setting.documents().of(path, new Mention(file.span(), where));
            if (read.isEmpty()) {
                return Optional.empty();
            }
            List<Document> documents = read.get();
            Path parent = path.getParent();
            Path directory = parent == null ? path : parent;
            MapNode model = Phases.ofExtended(draft.withDocuments(documents), setting.in(directory))
                    .model();
            Optional<MapNode> services = model.get("services", MapNode.class);
            if (services.isEmpty()) {
                String shown = setting.documents().shown(path);
                boolean including = documents.stream()
                        .anyMatch(document -> document.tree().get("include").isPresent());
                String hint = including ? "what " + shown + " includes does not count: name the file itself" : null;
                setting.problems().error(file.span(), where, tried + "no services in " + shown, hint);
                return Optional.empty();
            }
            Removals removals = documents.get(documents.size() - 1).removals();
            return Optional.of(scope(path.toString(), model, removals, directory));
        }
    }
}
