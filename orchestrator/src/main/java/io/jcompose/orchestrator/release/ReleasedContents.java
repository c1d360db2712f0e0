package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Granting;
import io.jcompose.orchestrator.secret.Needed;
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
        return release.isPresent() ? digests(release.get().wanted()) : Set.of();
    }

    private static Set<String> digests(WantedProject wanted) {
        Set<String> digests = new HashSet<>();
        wanted.services().values().forEach(service -> digests.addAll(Granting.digests(service)));
        return digests;
    }
}
