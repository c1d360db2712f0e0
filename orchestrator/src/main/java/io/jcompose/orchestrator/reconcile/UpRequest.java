package io.jcompose.orchestrator.reconcile;

import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.spec.Project;
import java.util.Map;
import java.util.Set;

/**
 * What {@code up} asks for.
 *
 * @param model the project as loaded
 * @param disabled services that no active profile enables
 * @param pins images by service, whatever their references mean now
 */
public record UpRequest(Project model, Set<String> disabled, UpAsked asked, Map<String, Pin> pins) {
    /** With images as the references mean them. */
    public UpRequest(Project model, Set<String> disabled, UpAsked asked) {
        this(model, disabled, asked, Map.of());
    }

    /** The same with these images. */
    public UpRequest pinned(Map<String, Pin> images) {
        return new UpRequest(model, disabled, asked, images);
    }

    /** The same for another form of the project. */
    UpRequest withModel(Project other) {
        return new UpRequest(other, disabled, asked, pins);
    }
}
