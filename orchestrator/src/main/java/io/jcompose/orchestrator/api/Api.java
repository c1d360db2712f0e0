package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.reconcile.Control;
import io.jcompose.orchestrator.reconcile.EventStream;

/** What handlers work on. */
public record Api(
        Control control,
        EventStream events,
        Inventory inventory,
        ContainerStreams streams,
        ContainerTrees trees,
        ImageCatalog images,
        ImageWorks imageWorks,
        RegistryDesk registries,
        ImageBuilder builder,
        Host host,
        Version version) {
    /** Who answers: {@code root} is the state directory, {@code started} an instant in ISO form. */
    public record Version(String version, long pid, String java, String root, String started) {}
}
