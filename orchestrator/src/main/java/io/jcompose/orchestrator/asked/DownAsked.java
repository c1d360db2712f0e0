package io.jcompose.orchestrator.asked;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a down asks for.
 *
 * @param services those named, with what depends on them; empty for the whole project
 * @param volumes whether its volumes go
 * @param removeOrphans whether containers of services that are not declared any more go
 * @param stopSeconds grace period, or null for their own
 */
public record DownAsked(
        List<String> services,
        boolean volumes,
        boolean removeOrphans,
        @Nullable Long stopSeconds) {
    /** All containers; volumes stay. */
    public static final DownAsked USUAL = new DownAsked(List.of(), false, false, null);

    /** The whole project without a trace, orphans too. */
    public static final DownAsked EVERYTHING = new DownAsked(List.of(), true, true, null);

    public DownAsked within(long seconds) {
        return new DownAsked(services, volumes, removeOrphans, seconds);
    }

    public boolean wholeProject() {
        return services.isEmpty();
    }
}
