package io.jcompose.orchestrator.asked;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What an up asks for beside the project itself.
 *
 * @param scale replicas by service, over what the files say
 * @param removeOrphans whether containers of services that are not declared any more go
 * @param noStart create, but do not start
 * @param stopSeconds grace period of containers that are replaced, or null for their own
 */
public record UpAsked(
        Chosen chosen,
        Map<String, Integer> scale,
        Recreation recreation,
        boolean removeOrphans,
        boolean noStart,
        @Nullable Long stopSeconds) {
    /** All services, nothing special. */
    public static final UpAsked USUAL = new UpAsked(Chosen.ALL, Map.of(), Recreation.USUAL, false, false, null);

    /** Of these services only. */
    public UpAsked of(Chosen services) {
        return new UpAsked(services, scale, recreation, removeOrphans, noStart, stopSeconds);
    }

    public UpAsked scaled(Map<String, Integer> counts) {
        return new UpAsked(chosen, counts, recreation, removeOrphans, noStart, stopSeconds);
    }

    public UpAsked recreating(Recreation when) {
        return new UpAsked(chosen, scale, when, removeOrphans, noStart, stopSeconds);
    }

    public UpAsked removingOrphans(boolean remove) {
        return new UpAsked(chosen, scale, recreation, remove, noStart, stopSeconds);
    }

    public UpAsked creatingOnly() {
        return new UpAsked(chosen, scale, recreation, removeOrphans, true, stopSeconds);
    }

    /** Names of services that the command line has, for which there must be one. */
    public List<String> services() {
        return chosen.services();
    }
}
