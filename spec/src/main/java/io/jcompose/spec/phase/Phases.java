package io.jcompose.spec.phase;

import java.util.List;

/**
 * The phases in their order. The order is the reference loader's (compose-go): variables before merging, so that each
 * file's text stands for itself; profiles before files are read for services that are left out.
 */
public final class Phases {
    private static final List<Phase> IN_ORDER = List.of(
            new NameProject(),
            new Interpolate(),
            new Merge(),
            new Profiles(),
            new OptionalDependencies(),
            new EnvFiles(),
            new ResolvePaths(),
            new Normalize());

    private Phases() {}

    public static Draft apply(Draft draft, Setting setting) {
        Draft current = draft;
        for (Phase phase : IN_ORDER) {
            current = phase.apply(current, setting);
        }
        return current;
    }
}
