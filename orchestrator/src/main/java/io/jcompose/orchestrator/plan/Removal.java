package io.jcompose.orchestrator.plan;

import org.jspecify.annotations.Nullable;

/**
 * What of a project is to go.
 *
 * @param orphans containers of services that are not wanted
 * @param down null while the project is up, else how it is to be taken down
 * @param remaking networks and volumes that are to be made anew
 */
public record Removal(boolean orphans, @Nullable Down down, Remaking remaking) {
    /** Nothing, or orphans only. */
    public static Removal of(boolean orphans) {
        return new Removal(orphans, null, Remaking.NONE);
    }

    /** How a project is taken down. */
    public record Down(boolean volumes) {}

    Removal with(boolean otherOrphans) {
        return new Removal(otherOrphans, down, remaking);
    }

    Removal with(Down other) {
        return new Removal(orphans, other, remaking);
    }

    Removal with(Remaking other) {
        return new Removal(orphans, down, other);
    }
}
