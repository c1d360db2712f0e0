package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.JsonReader;
import io.jcompose.spec.yaml.Node.Entry;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * {@code compose.lock} beside the first file of a project: which image each reference means. JSON, sorted, so that two of
 * them can be compared line by line.
 */
final class LockFile {
    static final String NAME = "compose.lock";
    private static final int LARGEST = 4 << 20;

    private LockFile() {}

    /** What a reference means: the digest in its registry, or the id of an image that is only here. */
    record Locked(String digest, String id) {
        String field() {
            return digest.isEmpty() ? "id" : "digest";
        }

        String value() {
            return digest.isEmpty() ? id : digest;
        }
    }

    static Path place(Loaded loaded) {
        String first = loaded.project().files().isEmpty()
                ? "-"
                : loaded.project().files().get(0);
        Path directory = Path.of(loaded.project().workingDirectory());
        return first.equals("-") ? directory.resolve(NAME) : Path.of(first).resolveSibling(NAME);
    }

    static void write(Path file, SortedMap<String, Locked> images) throws IOException {
        StringBuilder text = new StringBuilder("{\n  \"version\": 1,\n  \"images\": {");
        String separator = "\n";
        for (Map.Entry<String, Locked> entry : images.entrySet()) {
            Locked locked = entry.getValue();
            text.append(separator)
                    .append("    ")
                    .append(quoted(entry.getKey()))
                    .append(": {")
                    .append(quoted(locked.field()))
                    .append(": ")
                    .append(quoted(locked.value()))
                    .append('}');
            separator = ",\n";
        }
        text.append(images.isEmpty() ? "}\n}\n" : "\n  }\n}\n");
        Path temporary = file.resolveSibling(NAME + ".new");
        Files.writeString(temporary, text);
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
    }

    private static String quoted(String text) {
        return JsonText.of(out -> out.writeString(text));
    }

    /**
     * The images of the services by the lock: an id, or the reference with its digest. A service without an entry, and an
     * entry that no service has, are problems.
     */
    static SortedMap<String, String> pins(Loaded loaded, Path directory) throws SpecException, IOException {
        Path file = place(loaded);
        String shown = directory.relativize(file).toString();
        String text = read(file, shown);
        Problems problems = new Problems();
        MapNode root = JsonReader.read(shown, text, problems);
        Map<String, String> texts = new HashMap<>(loaded.texts());
        texts.put(shown, text);
        problems.throwIfAny(texts);
        MapNode images = root.map("images");
        List<Problem> faults = new ArrayList<>();
        SortedMap<String, String> pins = new TreeMap<>();
        for (Service service : loaded.project().services().values()) {
            if (!service.image().contains("@")) {
                pin(service, images, loaded, faults).ifPresent(image -> pins.put(service.name(), image));
            }
        }
        stale(images, loaded, faults);
        if (!faults.isEmpty()) {
            throw new SpecException(faults, texts);
        }
        return pins;
    }

    private static String read(Path file, String shown) throws SpecException, IOException {
        try {
            if (Files.size(file) > LARGEST) {
                throw new IOException(shown + " is larger than " + (LARGEST >> 20) + " MiB");
            }
            return Files.readString(file);
        } catch (NoSuchFileException e) {
            Problem missing = new Problem(null, "", "there is no " + shown, "write it with jcompose lock");
            SpecException problem = new SpecException(List.of(missing));
            problem.initCause(e);
            throw problem;
        }
    }

    private static Optional<String> pin(Service service, MapNode images, Loaded loaded, List<Problem> faults) {
        MapNode entry = images.get(service.image(), MapNode.class).orElse(null);
        if (entry == null) {
            String path = "services." + service.name() + ".image";
            @Nullable Span span = loaded.sources().at(path).orElse(null);
            faults.add(new Problem(
                    span, path, "image " + service.image() + " is not in " + NAME, "write it anew with jcompose lock"));
            return Optional.empty();
        }
        Optional<String> digest = value(entry, "digest");
        Optional<String> found = digest.isPresent() ? digest.map(it -> service.image() + "@" + it) : value(entry, "id");
        if (found.isEmpty()) {
            faults.add(new Problem(
                    entry.span(),
                    "",
                    "this entry has neither a `digest` nor an `id` as sha256:...",
                    "write it anew with jcompose lock"));
        }
        return found;
    }

    private static Optional<String> value(MapNode entry, String key) {
        return entry.get(key, ScalarNode.class)
                .map(ScalarNode::text)
                .filter(text -> text.matches("sha256:[0-9a-f]{64}"));
    }

    private static void stale(MapNode images, Loaded loaded, List<Problem> faults) {
        Set<String> used = loaded.project().services().values().stream()
                .map(Service::image)
                .collect(Collectors.toSet());
        // Services of profiles that are not active have entries, too.
        if (!loaded.disabled().isEmpty()) {
            return;
        }
        for (Map.Entry<String, Entry> entry : images.entries().entrySet()) {
            if (!used.contains(entry.getKey())) {
                faults.add(new Problem(
                        entry.getValue().keySpan(),
                        "",
                        "no service has the image " + entry.getKey() + " any more",
                        "write it anew with jcompose lock"));
            }
        }
    }
}
