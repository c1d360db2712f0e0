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
 * @param discards real names of volumes that may be made anew: somebody agreed that what is in them is lost
 */
public record UpRequest(
        Project model, Set<String> disabled, UpAsked asked, Map<String, Pin> pins, Set<String> discards) {
    /** With images as the references mean them, and no data lost. */
    public UpRequest(Project model, Set<String> disabled, UpAsked asked) {
        this(model, disabled, asked, Map.of(), Set.of());
    }

    /** The same where these volumes may be made anew. */
    public UpRequest discarding(Set<String> volumes) {
        return new UpRequest(model, disabled, asked, pins, volumes);
    }

    /** The same with these images. */
    public UpRequest pinned(Map<String, Pin> images) {
        return new UpRequest(model, disabled, asked, images, discards);
    }

    /** The same for another form of the project. */
    UpRequest withModel(Project other) {
        return new UpRequest(other, disabled, asked, pins, discards);
    }
}
