package io.jcompose.spec.check;

import io.jcompose.spec.Problem;
import io.jcompose.spec.Project;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What is told about a project's files concerns only those parts of them that a project holds. */
public final class Relevant {
    private Relevant() {}

    /** The problems without those of services, networks, volumes, secrets and configs that {@code project} lacks. */
    public static List<Problem> to(Project project, Collection<Problem> problems) {
        Map<String, Set<String>> held = Map.of(
                "services", project.services().keySet(),
                "networks", project.networks().keySet(),
                "volumes", project.volumes().keySet(),
                "secrets", project.secrets().keySet(),
                "configs", project.configs().keySet());
        return problems.stream()
                .filter(problem -> concerns(held, problem.path()))
                .toList();
    }

    /** A key may hold dots: one that fits is enough. */
    private static boolean concerns(Map<String, Set<String>> held, String path) {
        int dot = path.indexOf('.');
        Set<String> keys = dot < 0 ? null : held.get(path.substring(0, dot));
        return keys == null || keys.stream().anyMatch(key -> (path + ".").startsWith(key + ".", dot + 1));
    }
}
