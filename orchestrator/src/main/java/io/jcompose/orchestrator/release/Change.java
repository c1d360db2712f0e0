package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import io.jcompose.spec.change.Difference;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Something that two releases have otherwise.
 *
 * @param path as {@code services.web.environment.COLOUR}; {@code services.web} for a whole service
 * @param before what the first has; empty for nothing
 * @param after what the second has; empty for nothing
 */
public record Change(String path, String before, String after) {
    /** All that differs between two releases, of one project or of two, by path. Secrets are not shown. Pure. */
    public static List<Change> between(Release first, Release second) {
        List<Change> changes = new ArrayList<>();
        both(first.wanted().services(), second.wanted().services())
                .forEach(name -> service(name, first, second, changes));
        WantedProject old = first.wanted();
        WantedProject current = second.wanted();
        names("networks", old.networks().keySet(), current.networks().keySet(), changes);
        names("volumes", old.volumes().keySet(), current.volumes().keySet(), changes);
        return changes;
    }

    private static Set<String> both(SortedMap<String, ?> first, SortedMap<String, ?> second) {
        Set<String> names = new TreeSet<>(first.keySet());
        names.addAll(second.keySet());
        return names;
    }

    private static void service(String name, Release first, Release second, List<Change> changes) {
        String path = "services." + name;
        WantedService old = first.wanted().services().get(name);
        WantedService current = second.wanted().services().get(name);
        if (old == null || current == null) {
            changes.add(new Change(path, old == null ? "" : "there", current == null ? "" : "there"));
            return;
        }
        String known = known(first, name);
        String knownNow = known(second, name);
        if (!known.equals(knownNow) && !isUnknown(first, second, name)) {
            changes.add(new Change(path + ".image", known, knownNow));
        }
        if (old.replicas() != current.replicas()) {
            changes.add(new Change(path + ".replicas", "" + old.replicas(), "" + current.replicas()));
        }
        for (Difference difference : Difference.between(old.spec(), current.spec())) {
            // The reference is told with what it means.
            if (!difference.path().equals("image")) {
                changes.add(new Change(path + "." + difference.path(), difference.before(), difference.after()));
            }
        }
    }

    /** Of a release that went back it is not known which image its reference meant. */
    private static boolean isUnknown(Release first, Release second, String service) {
        @Nullable ReleasedImage one = first.heading().images().get(service);
        @Nullable ReleasedImage other = second.heading().images().get(service);
        return one != null
                && other != null
                && one.reference().equals(other.reference())
                && (one.known().isEmpty() || other.known().isEmpty());
    }

    private static String known(Release release, String service) {
        @Nullable ReleasedImage image = release.heading().images().get(service);
        if (image == null) {
            return "";
        }
        String known = image.known();
        return known.isEmpty() || image.reference().contains(known)
                ? image.reference()
                : image.reference() + " " + known;
    }

    private static void names(String kind, Set<String> before, Set<String> after, List<Change> changes) {
        Set<String> all = new TreeSet<>(before);
        all.addAll(after);
        for (String name : all) {
            if (!before.contains(name) || !after.contains(name)) {
                changes.add(new Change(
                        kind + "." + name, before.contains(name) ? "there" : "", after.contains(name) ? "there" : ""));
            }
        }
    }
}
