package io.jcompose.spec.explain;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.env.Variables;
import io.jcompose.spec.input.Documents;
import io.jcompose.spec.input.Inputs;
import io.jcompose.spec.input.Texts;
import io.jcompose.spec.phase.Draft;
import io.jcompose.spec.phase.Phases;
import io.jcompose.spec.phase.Setting;
import io.jcompose.spec.yaml.Document;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;

/**
 * The files of a request as they are written, with those that they include and extend, and the variables that they may
 * name.
 *
 * @param documents the YAML documents, in the order of reading
 * @param variables of the project: process environment and env files, with COMPOSE_PROJECT_NAME
 * @param texts what was read, by file
 */
public record RawFiles(List<MapNode> documents, Variables variables, Map<String, String> texts) {
    private static final LoadOptions COMPOSED = new LoadOptions(true, false, false, false, false);
    private static final String PROJECT = "COMPOSE_PROJECT_NAME";

    /** Reads the files; throws {@link SpecException} when they cannot be read. Whether they fit together is not looked at. */
    public static RawFiles read(LoadRequest request) throws SpecException {
        Problems problems = new Problems();
        Texts texts = new Texts(problems);
        Documents reader = new Documents(request.directory(), texts, problems);
        Inputs inputs = Inputs.read(request, reader, problems);
        problems.throwIfAny(texts.all());
        Draft draft = Phases.apply(
                Draft.of(inputs.documents()), Setting.of(request.with(COMPOSED), inputs, reader, problems));
        List<MapNode> trees = reader.all().stream().map(Document::tree).toList();
        return new RawFiles(trees, withName(inputs.variables(), draft.name()), texts.all());
    }

    private static Variables withName(Variables variables, String name) {
        Map<String, String> values = new LinkedHashMap<>(variables.values());
        values.put(PROJECT, name);
        return new Variables(values, variables.places());
    }

    /** The variables that the files name. */
    public SortedMap<String, UsedVariable> used() {
        return UsedVariables.in(documents);
    }
}
