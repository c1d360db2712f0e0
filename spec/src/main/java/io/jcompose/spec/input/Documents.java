package io.jcompose.spec.input;

import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Problems;
import io.jcompose.spec.yaml.YamlReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads YAML files, each once however often it is named, and not more of them than a project can need. */
public final class Documents {
    static final int MOST_FILES = 1_000;
    /** Of all files: each is laid over what those before it say. */
    static final int MOST_DOCUMENTS = 2_000;

    private final Path caller;
    private final Texts texts;
    private final Problems problems;
    private final Map<Path, Optional<List<Document>>> known = new LinkedHashMap<>();
    private final List<Document> given = new ArrayList<>();
    private int count;

    /** Files are shown relative to {@code caller}, the directory of the caller. */
    public Documents(Path caller, Texts texts, Problems problems) {
        this.caller = caller;
        this.texts = texts;
        this.problems = problems;
    }

    public Texts texts() {
        return texts;
    }

    /** Everything read so far, as it is written, in the order of reading. */
    public List<Document> all() {
        return Stream.concat(known.values().stream().flatMap(Optional::stream).flatMap(List::stream), given.stream())
                .toList();
    }

    /** What messages call {@code file}. */
    public String shown(Path file) {
        return Names.shown(caller, file);
    }

    /** The documents of a file that another one names; empty, and a problem, when it cannot be read or is not YAML. */
    public Optional<List<Document>> of(Path file, Mention mention) {
        return read(shown(file), file, mention);
    }

    /** The documents of a file that nothing names but its own name. */
    public Optional<List<Document>> named(Path file) {
        return read(shown(file), file, Mention.NONE);
    }

    Optional<List<Document>> read(String name, Path file, Mention mention) {
        Optional<List<Document>> before = known.get(file);
        if (before != null) {
            return before;
        }
        if (known.size() >= MOST_FILES) {
            problems.error(mention.span(), mention.path(), "this project has more than " + MOST_FILES + " files");
            return Optional.empty();
        }
        Optional<List<Document>> documents = parsed(name, file.toString(), texts.read(name, file, mention));
        known.put(file, documents);
        return documents;
    }

    /** The documents of a text that is no file's. */
    Optional<List<Document>> given(String name, String text) {
        Optional<List<Document>> documents = parsed(name, name, texts.given(name, text));
        documents.ifPresent(given::addAll);
        return documents;
    }

    private Optional<List<Document>> parsed(String name, String file, Optional<String> text) {
        if (text.isEmpty()) {
            return Optional.empty();
        }
        Problems own = new Problems();
        List<Document> documents = YamlReader.read(name, text.get(), own).stream()
                .map(document -> document.in(file))
                .toList();
        count += documents.size();
        if (count > MOST_DOCUMENTS && !own.any()) {
            own.error(new Span(name, 1, 1), "", "this project has more than " + MOST_DOCUMENTS + " YAML documents");
        }
        problems.addAll(own);
        return own.any() ? Optional.empty() : Optional.of(documents);
    }
}
