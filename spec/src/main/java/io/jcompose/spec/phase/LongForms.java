package io.jcompose.spec.phase;

/** Brings each document into the forms that merge, as {@link MergeRules} has them. */
final class LongForms implements Phase {
    @Override
    public Draft apply(Draft draft, Setting setting) {
        Overlay overlay = new Overlay(setting.problems(), setting.options().interpolate());
        return draft.mapDocuments(document -> document.withTree(overlay.normal(document.tree())));
    }
}
