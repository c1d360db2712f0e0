package io.jcompose.spec.check;

import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;

/** Nothing may wait for itself. Walks without recursion: a chain may be as long as a file. */
final class DependencyCycles implements Check {
    @Override
    public void run(Project project, Report report) {
        Set<String> done = new HashSet<>();
        for (String name : project.services().keySet()) {
            if (!done.contains(name) && walk(name, project, done, report)) {
                return;
            }
        }
    }

    /** Depth first; true when a cycle was found and reported. */
    private static boolean walk(String start, Project project, Set<String> done, Report report) {
        List<String> trail = new ArrayList<>(List.of(start));
        Set<String> onTrail = new HashSet<>(trail);
        Deque<Iterator<String>> open = new ArrayDeque<>(List.of(dependencies(start, project)));
        while (!open.isEmpty()) {
            if (!open.element().hasNext()) {
                open.pop();
                String left = trail.remove(trail.size() - 1);
                onTrail.remove(left);
                done.add(left);
                continue;
            }
            String next = open.element().next();
            if (onTrail.contains(next)) {
                cycle(trail.subList(trail.indexOf(next), trail.size()), next, report);
                return true;
            }
            if (!done.contains(next)) {
                trail.add(next);
                onTrail.add(next);
                open.push(dependencies(next, project));
            }
        }
        return false;
    }

    private static void cycle(List<String> members, String first, Report report) {
        String last = members.get(members.size() - 1);
        String chain = members.size() > 20
                ? String.join(" -> ", members.subList(0, 20)) + " -> ..."
                : String.join(" -> ", members);
        report.error(
                "services." + last + ".depends_on." + first,
                "dependency cycle detected: " + chain + " -> " + first,
                "remove one of these dependencies");
    }

    private static Iterator<String> dependencies(String name, Project project) {
        Service service = project.services().get(name);
        return service == null
                ? List.<String>of().iterator()
                : service.dependsOn().keySet().iterator();
    }
}
