package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import java.util.Collection;
import java.util.List;

/** What is in volumes. */
public interface VolumeShelf {
    /** Looks into volumes, not for long: what could not be counted in that time is {@code more}. */
    List<Entry> look(Collection<String> names) throws Refused;

    /**
     * A volume.
     *
     * @param bytes that its files take
     * @param more whether there are more than were counted
     * @param guarded whether it was made protected
     */
    record Entry(String name, long bytes, boolean more, boolean guarded) {}
}
