package io.jcompose.spec.explain;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.env.Dotenv;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Where a variable has its value from, and who uses it.
 *
 * @param value empty when it is not set
 * @param candidates everything that sets it, the one that counts first
 * @param uses the places that name it
 */
public record VariableExplanation(
        String name, Optional<String> value, List<Candidate> candidates, List<UsedVariable.Place> uses) {
    /**
     * @param span the line of an env file; null for the environment of the process
     * @param counts whether it is the value in the project's own files
     */
    public record Candidate(@Nullable Span span, String value, boolean counts) {}

    /** Explains {@code name} in the project of {@code request}. */
    public static VariableExplanation of(LoadRequest request, String name) throws SpecException {
        RawFiles files = RawFiles.read(request);
        Optional<Span> place = files.variables().place(name);
        List<Candidate> candidates = new ArrayList<>();
        String given = request.environment().get(name);
        if (given != null) {
            candidates.add(new Candidate(null, given, true));
        }
        for (ScalarNode found : inEnvFiles(files, name)) {
            boolean counts = place.filter(found.span()::equals).isPresent();
            candidates.add(counts ? 0 : candidates.size(), new Candidate(found.span(), found.text(), counts));
        }
        UsedVariable used = files.used().get(name);
        return new VariableExplanation(
                name, files.variables().get(name), List.copyOf(candidates), used == null ? List.of() : used.places());
    }

    /** Env files are what was read and is no document. */
    private static List<ScalarNode> inEnvFiles(RawFiles files, String name) {
        List<String> documents = files.documents().stream()
                .map(document -> document.span().file())
                .toList();
        List<ScalarNode> found = new ArrayList<>();
        for (Map.Entry<String, String> text : new TreeMap<>(files.texts()).entrySet()) {
            if (!documents.contains(text.getKey())) {
                ScalarNode value = Dotenv.parse(text.getKey(), text.getValue(), files.variables()::get, new Problems())
                        .get(name);
                if (value != null) {
                    found.add(value);
                }
            }
        }
        return found;
    }
}
