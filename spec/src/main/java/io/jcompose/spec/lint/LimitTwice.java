package io.jcompose.spec.lint;

import io.jcompose.spec.Service;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import java.util.Map;
import java.util.TreeMap;

/** One limit said in two places. */
final class LimitTwice implements Rule {
    private static final About ABOUT = new About(
            "limit-twice",
            Level.NOTE,
            "limits given in both spellings",
            "whoever changes one of them and not the other gets files that do not load");

    @Override
    public About about() {
        return ABOUT;
    }

    private static final Map<String, String> SPELLINGS = new TreeMap<>(Map.of(
            "mem_limit", "resources.limits.memory",
            "cpus", "resources.limits.cpus",
            "pids_limit", "resources.limits.pids",
            "mem_reservation", "resources.reservations.memory",
            "scale", "replicas"));

    @Override
    public void check(Subject subject, Report report) {
        for (Service service : subject.services()) {
            MapNode tree = subject.tree(service);
            SPELLINGS.forEach((old, current) -> {
                Node.Entry entry = tree.entries().get(old);
                if (entry != null && isGiven(tree.map("deploy"), current)) {
                    report.find(
                            entry.keySpan(),
                            TreePath.child(Subject.path(service), old),
                            "`" + old + "` says the same as `deploy." + current + "`",
                            "remove `" + old + "`");
                }
            });
        }
    }

    private static boolean isGiven(MapNode deploy, String path) {
        MapNode at = deploy;
        String[] keys = path.split("\\.");
        for (int i = 0; i + 1 < keys.length; i++) {
            at = at.map(keys[i]);
        }
        return at.get(keys[keys.length - 1]).isPresent();
    }
}
