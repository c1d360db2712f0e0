package io.jcompose.orchestrator.watch;

/** What became of a path. */
public enum Change {
    /** It is new or has changed. */
    THERE,
    /** It was deleted or moved away, with all below it. */
    GONE,
    /** Something of another kind is in its place: what was there has to go first. */
    REPLACED
}
