package io.jcompose.spec.explain;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.input.Documents;
import io.jcompose.spec.input.Inputs;
import io.jcompose.spec.input.Texts;
import io.jcompose.spec.phase.Draft;
import io.jcompose.spec.phase.Phases;
import io.jcompose.spec.phase.Setting;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The files of a request as they are written, and the variables that they may name.
 *
 * @param documents the YAML documents in order
 * @param variables process environment and env files, with the project's name as COMPOSE_PROJECT_NAME
 * @param texts what was read, by file
 */
public record RawFiles(List<MapNode> documents, SortedMap<String, String> variables, Map<String, String> texts) {
    private static final LoadOptions NOTHING = new LoadOptions(false, false, false, false, false);

    /** Reads the files; throws {@link SpecException} when they cannot be read or merged. */
    public static RawFiles read(LoadRequest request) throws SpecException {
        Problems problems = new Problems();
        Texts texts = new Texts(problems);
        Documents reader = new Documents(request.directory(), texts, problems);
        Inputs inputs = Inputs.read(request, reader, problems);
        problems.throwIfAny(texts.all());
        Draft draft =
                Phases.apply(Draft.of(inputs.documents()), Setting.of(request.with(NOTHING), inputs, reader, problems));
        problems.throwIfAny(texts.all());
        SortedMap<String, String> variables = new TreeMap<>(inputs.variables().values());
        variables.put("COMPOSE_PROJECT_NAME", draft.name());
        List<MapNode> trees =
                inputs.documents().stream().map(Document::tree).toList();
        return new RawFiles(trees, variables, texts.all());
    }

    /** The variables that the files name. */
    public SortedMap<String, UsedVariable> used() {
        return UsedVariables.in(documents);
    }
}
