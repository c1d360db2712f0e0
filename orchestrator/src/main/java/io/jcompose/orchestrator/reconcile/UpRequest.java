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
        @Nullable Long stopSeconds) {}
