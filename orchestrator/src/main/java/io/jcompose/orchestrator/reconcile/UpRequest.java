package io.jcompose.orchestrator.reconcile;

import io.jcompose.spec.Project;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What {@code up} asks for.
 *
 * @param model the project as loaded
 * @param disabled services that no active profile enables
 * @param services those named on the command line; empty for all
 * @param scale replicas by service, over the file
 * @param forceRecreate new containers even where nothing changed
 * @param removeOrphans whether containers of unknown services go
 * @param noDependencies only the named services, not what they depend on
 * @param noStart create, but do not start
 * @param stopSeconds grace period for containers that are replaced, or null for their own
 * @param pins images by service, whatever their references mean now
 */
public record UpRequest(
        Project model,
        Set<String> disabled,
        List<String> services,
        Map<String, Integer> scale,
        boolean forceRecreate,
        boolean removeOrphans,
        boolean noDependencies,
        boolean noStart,
        @Nullable Long stopSeconds,
        Map<String, Pin> pins) {
    /** With images as the references mean them. */
    public UpRequest(
            Project model,
            Set<String> disabled,
            List<String> services,
            Map<String, Integer> scale,
            boolean forceRecreate,
            boolean removeOrphans,
            boolean noDependencies,
            boolean noStart,
            @Nullable Long stopSeconds) {
        this(
                model,
                disabled,
                services,
                scale,
                forceRecreate,
                removeOrphans,
                noDependencies,
                noStart,
                stopSeconds,
                Map.of());
    }

    /** The same with these images. */
    public UpRequest pinned(Map<String, Pin> images) {
        return new UpRequest(
                model,
                disabled,
                services,
                scale,
                forceRecreate,
                removeOrphans,
                noDependencies,
                noStart,
                stopSeconds,
                images);
    }

    /** The same for another form of the project. */
    UpRequest withModel(Project other) {
        return new UpRequest(
                other,
                disabled,
                services,
                scale,
                forceRecreate,
                removeOrphans,
                noDependencies,
                noStart,
                stopSeconds,
                pins);
    }
}
