package io.jcompose.spec.phase;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.phase.Watcher.Kind;
import io.jcompose.spec.phase.Watcher.Scope;
import io.jcompose.spec.yaml.Document;
import java.util.List;
import java.util.function.Predicate;

/**
 * The phases in their order. The order is the reference loader's (compose-go): variables before merging, so that each
 * file's text stands for itself; profiles before files are read for services that are left out.
 */
public final class Phases {
    private static final List<Step> IN_ORDER = List.of(
            always(new NameProject()),
            new Step(new Interpolate(), LoadOptions::interpolate),
            always(new LongForms()),
            always(new Include()),
            always(new Extends()),
            always(new Merge()),
            always(new Profiles()),
            always(new OptionalDependencies()),
            new Step(new EnvFiles(), LoadOptions::resolveEnv),
            new Step(new ServiceDefaults(), LoadOptions::normalize),
            new Step(new ResolvePaths(), LoadOptions::resolvePaths),
            new Step(new LabelFiles(), LoadOptions::resolveEnv),
            new Step(new ImpliedDependencies(), LoadOptions::normalize),
            new Step(new Normalize(), LoadOptions::normalize));

    /** An included project is finished with its own variables and directory before it is laid under the including file. */
    private static final List<Step> OF_INCLUDED = List.of(
            new Step(new Interpolate(), LoadOptions::interpolate),
            always(new LongForms()),
            always(new Include()),
            always(new Extends()),
            always(new Merge()),
            always(new ResolveNames()),
            always(new ResolvePaths()));

    /** A file that a service extends; the services in it are extended when they are asked for. */
    private static final List<Step> OF_EXTENDED = List.of(
            new Step(new Interpolate(), LoadOptions::interpolate),
            always(new LongForms()),
            always(new Merge()),
            always(new ResolvePaths()));

    /** What is said of environments, which no merging sees. */
    private static final List<Step> OF_ENVIRONMENTS =
            List.of(always(new NameProject()), new Step(new Interpolate(), LoadOptions::interpolate));

    private record Step(Phase phase, Predicate<LoadOptions> wanted) {}

    private Phases() {}

    public static Draft apply(Draft draft, Setting setting) {
        return apply(IN_ORDER, draft, setting, Kind.PROJECT);
    }

    /** The project's name, and the values of {@code x-environments} with their variables replaced. */
    public static Draft ofEnvironments(Draft draft, Setting setting) {
        return apply(OF_ENVIRONMENTS, draft, setting, Kind.PROJECT);
    }

    static Draft ofIncluded(Draft draft, Setting setting) {
        return apply(OF_INCLUDED, draft, setting, Kind.INCLUDED);
    }

    static Draft ofExtended(Draft draft, Setting setting) {
        return apply(OF_EXTENDED, draft, setting, Kind.EXTENDED);
    }

    private static Draft apply(List<Step> steps, Draft draft, Setting setting, Kind kind) {
        Watcher watcher = setting.watcher();
        List<String> files =
                draft.documents().stream().map(Document::file).distinct().toList();
        Scope scope = new Scope(kind, files, setting.variables());
        watcher.saw(scope, "READ", draft.documents());
        Draft current = draft;
        for (Step step : steps) {
            if (step.wanted().test(setting.options())) {
                current = step.phase().apply(current, setting);
                watcher.saw(scope, step.phase().getClass().getSimpleName(), current.documents());
            }
        }
        return current;
    }

    private static Step always(Phase phase) {
        return new Step(phase, options -> true);
    }
}
