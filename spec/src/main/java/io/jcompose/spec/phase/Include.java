package io.jcompose.spec.phase;

import io.jcompose.spec.input.Mention;
import io.jcompose.spec.input.Remote;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Lays each document over the projects that it includes (compose-spec, 14-include). As in the reference loader, what both
 * define is merged, the including document wins, and of two includes the earlier one.
 */
final class Include implements Phase {
    private static final int DEEPEST = 32;
    private static final Set<String> RESOURCES =
            Set.of("services", "networks", "volumes", "secrets", "configs", "models");
    private static final Set<String> OTHERS = Set.of("name", "version");

    @Override
    public Draft apply(Draft draft, Setting setting) {
        return draft.mapDocuments(document ->
                document.tree().get("include").isPresent() ? withIncluded(document, draft, setting) : document);
    }

    private static Document withIncluded(Document document, Draft draft, Setting setting) {
        Overlay overlay = new Overlay(setting.problems(), setting.options().interpolate());
        MapNode all = document.tree().without("include");
        Node include = document.tree().get("include").orElseThrow();
        for (IncludeEntry entry : IncludeEntry.all(include, setting.problems())) {
            Optional<MapNode> model = included(entry, document, draft, setting);
            if (model.isEmpty()) {
                setting.composition().lacks();
            } else {
                all = overlay.merged(document.removals().inside().from(model.get()), all);
            }
        }
        return document.withTree(all);
    }

    private static Optional<MapNode> included(IncludeEntry entry, Document document, Draft draft, Setting setting) {
        List<Path> files = files(entry, setting);
        if (files.isEmpty() || !allowed(entry, files, document, setting)) {
            return Optional.empty();
        }
        Optional<Path> directory = directory(entry, files.get(0), setting);
        if (directory.isEmpty()) {
            return Optional.empty();
        }
        List<Document> documents = new ArrayList<>();
        for (int i = 0; i < files.size(); i++) {
            Mention mention = new Mention(entry.paths().get(i).span(), entry.where());
            Optional<List<Document>> read = setting.documents().of(files.get(i), mention);
            if (read.isEmpty()) {
                return Optional.empty();
            }
            documents.addAll(read.get());
        }
        List<IncludeLink> links = new ArrayList<>(setting.including());
        String all = files.stream().map(setting.documents()::shown).collect(Collectors.joining(" with "));
        links.add(new IncludeLink(document.file(), entry.span(), all));
        Setting inner = setting.included(
                directory.get(), IncludeVariables.read(entry, directory.get(), draft, setting), List.copyOf(links));
        MapNode model =
                checked(Phases.ofIncluded(draft.withDocuments(documents), inner).model(), setting.problems());
        boolean fits = setting.composition().copy(model, entry.span(), entry.where(), setting.problems());
        return fits ? Optional.of(model.filtered(RESOURCES::contains)) : Optional.empty();
    }

    /** None when one of them cannot be read. */
    private static List<Path> files(IncludeEntry entry, Setting setting) {
        List<Path> files = new ArrayList<>();
        for (ScalarNode path : entry.paths()) {
            if (Remote.is(path.text())) {
                String message = "cannot include " + path.text() + ": " + Remote.NOT_READ;
                setting.problems().error(path.span(), entry.where(), message, Remote.HINT);
                return List.of();
            }
            Optional<Path> file = Paths.absolute(path.text(), path.span(), entry.where(), setting);
            if (file.isEmpty()) {
                return List.of();
            }
            files.add(file.get());
        }
        return files;
    }

    private static Optional<Path> directory(IncludeEntry entry, Path first, Setting setting) {
        Path parent = first.getParent();
        return entry.projectDirectory().isPresent()
                ? entry.projectDirectory()
                        .flatMap(path -> Paths.absolute(path.text(), path.span(), entry.where(), setting))
                : Optional.of(parent == null ? first : parent);
    }

    /** No file within itself, and not more of them than a project can need. */
    private static boolean allowed(IncludeEntry entry, List<Path> files, Document document, Setting setting) {
        Problems problems = setting.problems();
        for (int i = 0; i < files.size(); i++) {
            Span span = entry.paths().get(i).span();
            List<IncludeLink> links = new ArrayList<>(setting.including());
            links.add(new IncludeLink(document.file(), span, setting.documents().shown(files.get(i))));
            String file = files.get(i).toString();
            int first = links.stream().map(IncludeLink::file).toList().indexOf(file);
            if (first >= 0) {
                String chain = IncludeLink.sentence(links.subList(first, links.size()));
                problems.error(span, entry.where(), "include cycle detected: " + chain, "remove one of these includes");
                return false;
            }
            if (links.size() > DEEPEST) {
                problems.error(span, entry.where(), "includes are nested deeper than " + DEEPEST + " files");
                return false;
            }
            if (!setting.composition().include(span, entry.where(), problems)) {
                return false;
            }
        }
        return true;
    }

    /** What is not taken over would else go unread. */
    private static MapNode checked(MapNode model, Problems problems) {
        Set<String> words = new TreeSet<>(RESOURCES);
        words.addAll(OTHERS);
        words.add("include");
        new Entries(model, "", problems).only(words, "a project");
        return model.filtered(key -> {
            Node value = model.get(key).orElseThrow();
            boolean wrong = RESOURCES.contains(key) && !(value instanceof MapNode) && !value.isNull();
            if (wrong) {
                problems.error(value.span(), key, "`" + key + "` must be a mapping, not " + value.noun());
            }
            return !wrong;
        });
    }
}
