package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.client.DaemonClient;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ImageSummary;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import java.util.HashSet;
import java.util.Set;

/** The images that services are made of before a build gives their names to others. */
final class ReplacedImages {
    private final DaemonClient client;
    private final Set<String> ids;

    private ReplacedImages(DaemonClient client, Set<String> ids) {
        this.client = client;
        this.ids = ids;
    }

    static ReplacedImages from(DaemonClient client, Project project) throws DaemonException {
        Set<String> ids = new HashSet<>();
        for (ImageSummary image : client.images()) {
            for (Service service : project.services().values()) {
                if (image.references().contains(ServiceBuilds.tagged(service.image()))) {
                    ids.add(image.id());
                }
            }
        }
        return new ReplacedImages(client, ids);
    }

    /**
     * Removes those that have lost their only name, also where a release has them: who saves a file a hundred times goes
     * back to none of them. One that something still uses stays.
     */
    void remove() throws DaemonException {
        for (ImageSummary image : client.images()) {
            if (image.references().isEmpty() && ids.contains(image.id())) {
                try {
                    var unused = client.removeImage(image.id(), true);
                } catch (DaemonException.Refused e) {
                    System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "the image stays", e);
                }
            }
        }
    }
}
