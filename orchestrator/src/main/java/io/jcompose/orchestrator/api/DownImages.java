package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import io.jcompose.orchestrator.asked.DownAsked;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.ProjectFile;
import io.jcompose.orchestrator.reconcile.Refused;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** The images that {@code down --rmi} removes: what its client's files name, and what was wanted. */
final class DownImages {
    private final Api api;
    private final String project;
    private final Set<String> references;

    /** Looks while the project is still wanted. */
    DownImages(Api api, String project, DownAsked asked, List<String> named) {
        this.api = api;
        this.project = project;
        this.references = new TreeSet<>(named);
        WantedProject wanted = api.control().wanted(project);
        if (wanted != null) {
            references.addAll(asked.imagesOf(ProjectFile.model(wanted)));
        }
    }

    /** What would be told. */
    List<Progress> imagined() {
        return references.stream()
                .map(reference -> removed("DRY-RUN MODE - Image " + reference))
                .toList();
    }

    /** Removes them; one that something else needs stays, and a warning says why. Whether there was any. */
    boolean remove(ArrayNode warnings) {
        boolean any = false;
        for (String reference : references) {
            try {
                api.images().remove(reference, false);
                api.events().accept(removed("Image " + reference));
                any = true;
            } catch (Refused e) {
                if (e.kind() != Refused.Kind.NOT_FOUND) {
                    warnings.add(String.valueOf(e.getMessage()));
                }
            }
        }
        return any;
    }

    private Progress removed(String id) {
        return new Progress(project, id, "Removed", Progress.Phase.DONE, null);
    }
}
