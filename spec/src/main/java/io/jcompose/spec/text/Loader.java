package io.jcompose.spec.text;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.check.Checks;
import io.jcompose.spec.check.Relevant;
import io.jcompose.spec.check.Unused;
import io.jcompose.spec.decode.Decoding;
import io.jcompose.spec.decode.ProjectDecoder;
import io.jcompose.spec.grant.Grants;
import io.jcompose.spec.input.Documents;
import io.jcompose.spec.input.Inputs;
import io.jcompose.spec.input.Texts;
import io.jcompose.spec.phase.Draft;
import io.jcompose.spec.phase.Phases;
import io.jcompose.spec.phase.Setting;
import io.jcompose.spec.phase.Watcher;
import io.jcompose.spec.source.SourceMap;
import io.jcompose.spec.yaml.Problems;
import java.util.List;

/** Files to {@link Loaded}: the only entry. Every problem is collected and thrown at once. */
public final class Loader {
    private Loader() {}

    /**
     * Reads, merges, interpolates, decodes and checks. Throws {@link SpecException} with every problem found; what
     * cannot be read at all hides what would be found in it. Steps that the request's options leave out are missing in
     * the project also.
     */
    public static Loaded load(LoadRequest request) throws SpecException {
        return load(request, Watcher.NONE);
    }

    /** As {@link #load(LoadRequest)}, while {@code watcher} hears how the project is put together. */
    public static Loaded load(LoadRequest request, Watcher watcher) throws SpecException {
        Problems problems = new Problems();
        Texts texts = new Texts(problems);
        Documents documents = new Documents(request.directory(), texts, problems);
        Inputs inputs = Inputs.read(request, documents, problems);
        problems.throwIfAny(texts.all());
        Setting setting = Setting.of(request, inputs, documents, problems, watcher);
        Draft draft = composed(inputs, setting);
        Decoding decoding = new Decoding(problems);
        Project whole = ProjectDecoder.decode(draft.model(), decoding);
        ProjectDecoder.examine(draft.disabled(), Decoding.withoutReports(problems));
        SourceMap sources = decoding.sources();
        List<String> disabled = List.copyOf(draft.disabled().entries().keySet());
        if (request.options().consistency()) {
            Checks.run(whole, sources, disabled, problems);
        }
        problems.throwIfAny(texts.all());
        Grants.Lookup variables = (path, name) ->
                setting.variable(name, draft).or(() -> setting.composition().granted(path, name));
        Grants.Read read = Grants.read(Unused.dropped(whole), variables, sources, problems);
        Project project = read.project();
        List<Problem> unsupported = Relevant.to(project, problems.unsupported());
        return new Loaded(project, sources, disabled, problems.warnings(), unsupported, texts.all(), read.contents());
    }

    /**
     * Reads and merges, and takes the steps that the request's options ask for; the result is in the forms of the files.
     * Values are checked only when their variables are known. Throws {@link SpecException} as {@link #load} does.
     */
    public static Written written(LoadRequest request) throws SpecException {
        Problems problems = new Problems();
        Texts texts = new Texts(problems);
        Documents documents = new Documents(request.directory(), texts, problems);
        Inputs inputs = Inputs.read(request, documents, problems);
        problems.throwIfAny(texts.all());
        Draft draft = composed(inputs, Setting.of(request, inputs, documents, problems));
        if (request.options().interpolate()) {
            check(request, inputs, documents, problems);
        }
        problems.throwIfAny(texts.all());
        return new Written(draft.model(), draft.name(), request.options(), problems.warnings(), texts.all());
    }

    /** A tree can be checked only in the forms that the decoders know, so with all names written out. */
    private static void check(LoadRequest request, Inputs inputs, Documents documents, Problems problems)
            throws SpecException {
        LoadOptions asked = request.options();
        LoadOptions normal = new LoadOptions(true, true, asked.resolvePaths(), asked.consistency(), asked.resolveEnv());
        Draft draft = composed(inputs, Setting.of(request.with(normal), inputs, documents, problems));
        Decoding decoding = new Decoding(problems);
        Project whole = ProjectDecoder.decode(draft.model(), decoding);
        ProjectDecoder.examine(draft.disabled(), Decoding.withoutReports(problems));
        if (asked.consistency()) {
            List<String> disabled = List.copyOf(draft.disabled().entries().keySet());
            Checks.run(whole, decoding.sources(), disabled, problems);
        }
    }

    /** What is built on a base that is missing is not worth complaints of its own. */
    private static Draft composed(Inputs inputs, Setting setting) throws SpecException {
        Draft draft = Phases.apply(Draft.of(inputs.documents()), setting);
        if (setting.composition().isIncomplete()) {
            setting.problems().throwIfAny(setting.documents().texts().all());
        }
        return draft;
    }
}
