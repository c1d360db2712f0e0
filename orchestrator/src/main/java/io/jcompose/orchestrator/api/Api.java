package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.audit.Audit;
import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.reconcile.Control;
import io.jcompose.orchestrator.reconcile.EventStream;
import io.jcompose.orchestrator.release.Promoter;
import io.jcompose.orchestrator.release.Releases;
import io.jcompose.orchestrator.secret.SecretStore;

/** What handlers work on. */
public record Api(
        Control control,
        Deployments deployments,
        EventStream events,
        Inventory inventory,
        ContainerStreams streams,
        ContainerTrees trees,
        ImageCatalog images,
        ImageWorks imageWorks,
        RegistryDesk registries,
        ImageBuilder builder,
        Host host,
        Version version,
        SecretStore secrets) {
    /** What is kept of what was done, and how it goes on from there. */
    public record Deployments(Releases releases, Promoter promoter, Audit audit) {}

    /** Who answers: {@code root} is the state directory, {@code started} an instant in ISO form. */
    public record Version(String version, long pid, String java, String root, String started) {}
}
