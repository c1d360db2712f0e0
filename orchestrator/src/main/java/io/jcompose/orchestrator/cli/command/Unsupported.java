package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.Project;
import io.jcompose.spec.check.Selected;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/** What the files ask for and nothing acts on yet. */
final class Unsupported {
    private Unsupported() {}

    /** That of the named services and their dependencies, and of what all share; all when none is named. */
    static List<Problem> of(Loaded loaded, List<String> services) {
        Project project = loaded.project();
        Set<String> meant = Selected.of(project, services).services().keySet();
        return loaded.unsupported().stream()
                .filter(problem -> owner(problem, project).isEmpty() || meant.contains(owner(problem, project)))
                .toList();
    }

    /** The service that a problem is about, else empty. A name may hold dots: the longest one that fits is meant. */
    private static String owner(Problem problem, Project project) {
        return project.services().keySet().stream()
                .filter(name -> problem.path().startsWith("services." + name + "."))
                .max(Comparator.comparingInt(String::length))
                .orElse("");
    }

    /** The same with a last sentence: what follows, and the way out. */
    static List<Problem> refused(List<Problem> unsupported) {
        List<Problem> refusals = new ArrayList<>(unsupported);
        refusals.add(new Problem(
                null,
                "",
                "refused: the files ask for more than jcompose acts on",
                "--ignore-unsupported goes on without it"));
        return refusals;
    }
}
