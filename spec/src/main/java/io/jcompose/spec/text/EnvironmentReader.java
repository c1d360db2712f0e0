package io.jcompose.spec.text;

import io.jcompose.spec.Environment;
import io.jcompose.spec.Environments;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.decode.Decoding;
import io.jcompose.spec.decode.EnvironmentDecoder;
import io.jcompose.spec.input.Documents;
import io.jcompose.spec.input.Inputs;
import io.jcompose.spec.input.Texts;
import io.jcompose.spec.phase.Draft;
import io.jcompose.spec.phase.Phases;
import io.jcompose.spec.phase.Setting;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads which environments a project has: {@code x-environments} of its files, or {@code jcompose.env.yml} beside them,
 * which holds the same mapping alone. Nothing else of the files is looked at, so that a variable which only an
 * environment gives is not missed yet.
 */
public final class EnvironmentReader {
    /** The file beside the project's. */
    public static final String FILE = "jcompose.env.yml";

    private EnvironmentReader() {}

    /** Throws {@link SpecException} with every problem; a project without environments has none. */
    public static Environments read(LoadRequest request) throws SpecException {
        Problems problems = new Problems();
        Texts texts = new Texts(problems);
        Documents documents = new Documents(request.directory(), texts, problems);
        Inputs inputs = Inputs.read(request, documents, problems);
        problems.throwIfAny(texts.all());
        List<Document> parts = new ArrayList<>();
        for (Document document : inputs.documents()) {
            parts.add(document.withTree(
                    document.tree().filtered(key -> key.equals("name") || key.equals(EnvironmentDecoder.KEY))));
        }
        beside(inputs.directory(), documents).ifPresent(parts::add);
        Setting setting = Setting.of(request, inputs, documents, problems);
        Draft draft = Phases.ofEnvironments(Draft.of(parts), setting);
        MapNode model = joined(draft, problems);
        List<Environment> found = EnvironmentDecoder.decode(model, draft.name(), new Decoding(problems));
        problems.throwIfAny(texts.all());
        return new Environments(draft.name(), inputs.directory(), shown(inputs, request), found);
    }

    private static Optional<Document> beside(Path directory, Documents documents) {
        Path file = directory.resolve(FILE);
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        return documents
                .named(file)
                .filter(read -> !read.isEmpty())
                .map(read -> read.get(0))
                .map(document -> {
                    Span span = document.tree().span();
                    return document.withTree(MapNode.empty(span).with(EnvironmentDecoder.KEY, document.tree()));
                });
    }

    /** One model: of an environment that two files declare, the later one's attributes count. */
    private static MapNode joined(Draft draft, Problems problems) {
        MapNode all = MapNode.empty(Node.NOWHERE);
        boolean some = false;
        for (Document document : draft.documents()) {
            Entry entry = document.tree().entries().get(EnvironmentDecoder.KEY);
            if (entry == null || entry.value().isNull()) {
                continue;
            }
            if (!(entry.value() instanceof MapNode environments)) {
                problems.error(
                        entry.value().span(),
                        EnvironmentDecoder.KEY,
                        "`" + EnvironmentDecoder.KEY + "` must be a mapping, not "
                                + entry.value().noun());
                continue;
            }
            if (some && document.file().endsWith("/" + FILE)) {
                problems.error(
                        environments.span(),
                        EnvironmentDecoder.KEY,
                        "environments are declared here and under `" + EnvironmentDecoder.KEY
                                + "` of the project's files",
                        "keep one of them");
            }
            some = true;
            all = laidOver(all, environments);
        }
        return MapNode.empty(Node.NOWHERE).with(EnvironmentDecoder.KEY, all);
    }

    private static MapNode laidOver(MapNode below, MapNode above) {
        Map<String, Entry> entries = new LinkedHashMap<>(below.entries());
        above.entries().forEach((name, entry) -> {
            Entry known = entries.get(name);
            if (known != null && known.value() instanceof MapNode old && entry.value() instanceof MapNode changed) {
                Map<String, Entry> fields = new LinkedHashMap<>(old.entries());
                fields.putAll(changed.entries());
                entries.put(name, new Entry(entry.keySpan(), new MapNode(changed.span(), fields)));
            } else {
                entries.put(name, entry);
            }
        });
        return new MapNode(above.span(), entries);
    }

    private static List<String> shown(Inputs inputs, LoadRequest request) {
        return inputs.files().stream()
                .map(file -> file.equals("-") ? file : shown(request.directory(), Path.of(file)))
                .toList();
    }

    private static String shown(Path directory, Path file) {
        String relative = directory.relativize(file).toString();
        return relative.startsWith("../..") ? file.toString() : relative;
    }

    /** The request for the project as it is in an environment. */
    public static LoadRequest request(LoadRequest base, Environments environments, Environment environment) {
        List<String> files = new ArrayList<>(environments.files());
        for (String file : environment.files()) {
            files.add(shown(
                    base.directory(), environments.directory().resolve(file).normalize()));
        }
        List<Path> envFiles = new ArrayList<>(base.envFiles());
        Path usual = environments.directory().resolve(".env");
        if (envFiles.isEmpty() && !environment.envFiles().isEmpty() && Files.isRegularFile(usual)) {
            envFiles.add(usual);
        }
        environment
                .envFiles()
                .forEach(file ->
                        envFiles.add(environments.directory().resolve(file).normalize()));
        Map<String, String> variables = new HashMap<>(base.environment());
        variables.putAll(environment.variables());
        variables.put("JCOMPOSE_ENV", environment.name());
        return new LoadRequest(
                files,
                base.directory(),
                environments.directory(),
                environment.project(),
                base.profiles(),
                envFiles,
                variables,
                base.services(),
                base.standardInput(),
                base.options());
    }
}
