package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.plan.Run;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Granting;
import io.jcompose.orchestrator.secret.Needed;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Canonical;
import java.io.IOException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What secrets and configs of kept releases hold stays: a rollback brings it again. Each release is read once. */
public final class ReleasedContents implements Needed {
    private final ReleaseStore store;
    private Map<Key, Set<String>> known = new HashMap<>();

    private record Key(String project, int number, Instant time) {}

    public ReleasedContents(ReleaseStore store) {
        this.store = store;
    }

    @Override
    public synchronized Set<String> digests() throws IOException {
        Map<Key, Set<String>> kept = new HashMap<>();
        for (String project : store.projects()) {
            for (Heading heading : store.shelf(project).newestFirst()) {
                Key key = new Key(project, heading.number(), heading.time());
                Set<String> digests = known.get(key);
                kept.put(key, digests == null ? read(project, heading.number()) : digests);
            }
        }
        known = kept;
        Set<String> all = new HashSet<>();
        kept.values().forEach(all::addAll);
        return all;
    }

    private Set<String> read(String project, int number) throws IOException {
        Optional<Release> release = store.release(project, number);
        if (release.isEmpty()) {
            return Set.of();
        }
        Set<String> digests = digests(release.get().wanted());
        for (Stage stage : release.get().staging().later()) {
            String model = stage.model();
            if (model != null) {
                digests.addAll(digests(model));
            }
        }
        return digests;
    }

    /** Of the project as it would be in another environment. */
    private static Set<String> digests(String model) throws IOException {
        try {
            Set<String> digests = new HashSet<>();
            Canonical.parse(model)
                    .services()
                    .values()
                    .forEach(service -> digests.addAll(Run.contentsOf(service).values()));
            return digests;
        } catch (SpecException e) {
            throw new IOException("a release has a model that cannot be read: " + e.getMessage(), e);
        }
    }

    private static Set<String> digests(WantedProject wanted) {
        Set<String> digests = new HashSet<>();
        wanted.services().values().forEach(service -> digests.addAll(Granting.digests(service)));
        return digests;
    }
}
