package io.jcompose.spec.text;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.check.Checks;
import io.jcompose.spec.check.Unused;
import io.jcompose.spec.decode.Decoding;
import io.jcompose.spec.decode.ProjectDecoder;
import io.jcompose.spec.input.Inputs;
import io.jcompose.spec.input.Texts;
import io.jcompose.spec.phase.Draft;
import io.jcompose.spec.phase.Phases;
import io.jcompose.spec.phase.Setting;
import io.jcompose.spec.source.SourceMap;
import io.jcompose.spec.yaml.Problems;
import java.util.List;

/** Files to {@link Loaded}: the only entry. Every problem is collected and thrown at once. */
public final class Loader {
    private Loader() {}

    /**
     * Reads, merges, interpolates, decodes and checks. Throws {@link SpecException} with every problem found; what
     * cannot be read at all hides what would be found in it.
     */
    public static Loaded load(LoadRequest request) throws SpecException {
        Problems problems = new Problems();
        Texts texts = new Texts(problems);
        Inputs inputs = Inputs.read(request, texts, problems);
        problems.throwIfAny(texts.all());
        Draft draft = Phases.apply(Draft.of(inputs.documents()), setting(request, inputs, texts, problems));
        Decoding decoding = new Decoding(problems);
        Project whole = ProjectDecoder.decode(draft.model(), decoding);
        ProjectDecoder.examine(draft.disabled(), Decoding.withoutReports(problems));
        SourceMap sources = decoding.sources();
        List<String> disabled = List.copyOf(draft.disabled().entries().keySet());
        Checks.run(whole, sources, disabled, problems);
        problems.throwIfAny(texts.all());
        return new Loaded(
                Unused.dropped(whole), sources, disabled, problems.warnings(), problems.unsupported(), texts.all());
    }

    private static Setting setting(LoadRequest request, Inputs inputs, Texts texts, Problems problems) {
        return new Setting(
                inputs.directory(),
                inputs.variables(),
                inputs.profiles(),
                request.services(),
                request.projectName(),
                inputs.files(),
                texts,
                problems);
    }
}
