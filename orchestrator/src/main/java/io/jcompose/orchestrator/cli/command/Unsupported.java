package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.check.Relevant;
import io.jcompose.spec.check.Selected;
import java.util.ArrayList;
import java.util.List;

/** What the files ask for and nothing acts on yet, or what cannot be read that they name. */
final class Unsupported {
    private Unsupported() {}

    /** That of the named services, their dependencies, and what these use; all when none is named. */
    static List<Problem> of(Loaded loaded, List<String> services) {
        return Relevant.to(Selected.of(loaded.project(), services), loaded.unsupported());
    }

    /** The same with a last sentence: what follows, and the way out. */
    static List<Problem> refused(List<Problem> unsupported) {
        List<Problem> refusals = new ArrayList<>(unsupported);
        refusals.add(new Problem(
                null,
                "",
                "refused: not all that the files ask for can be done",
                "--ignore-unsupported goes on without it"));
        return refusals;
    }
}
