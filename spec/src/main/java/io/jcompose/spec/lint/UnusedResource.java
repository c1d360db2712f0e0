package io.jcompose.spec.lint;

import io.jcompose.spec.source.TreePath;
import java.util.Set;

/** A network or volume that no service uses. */
final class UnusedResource implements Rule {
    private static final About ABOUT = new About(
            "unused-resource",
            Level.NOTE,
            "declared networks, volumes, secrets and configs that nothing uses",
            "it is never made, and mostly a typo in the place that should use it");

    @Override
    public About about() {
        return ABOUT;
    }

    @Override
    public void check(Subject subject, Report report) {
        look("networks", subject.loaded().project().networks().keySet(), subject, report);
        look("volumes", subject.loaded().project().volumes().keySet(), subject, report);
        look("secrets", subject.loaded().project().secrets().keySet(), subject, report);
        look("configs", subject.loaded().project().configs().keySet(), subject, report);
    }

    /** Of {@code used}, the loader kept only what some service uses. */
    private static void look(String kind, Set<String> used, Subject subject, Report report) {
        if (!subject.loaded().disabled().isEmpty()) {
            return;
        }
        subject.model().map(kind).entries().forEach((key, entry) -> {
            if (!used.contains(key)) {
                report.find(
                        entry.keySpan(),
                        TreePath.child(kind, key),
                        "no service uses the " + kind.substring(0, kind.length() - 1) + " \"" + key + "\"",
                        "remove it, or name it in a service");
            }
        });
    }
}
