package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.release.Heading;
import io.jcompose.orchestrator.release.ReleaseBook;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Images that kept releases need for a rollback: they are not removed beside the way. */
final class NeededImages {
    private static final Logger LOG = LoggerFactory.getLogger(NeededImages.class);

    private final ReleaseBook releases;

    NeededImages(ReleaseBook releases) {
        this.releases = releases;
    }

    /** Their ids. */
    Set<String> ids() throws Refused {
        return byId().keySet();
    }

    private Map<String, Heading> byId() throws Refused {
        try {
            return releases.needed();
        } catch (IOException e) {
            throw new Refused(Refused.Kind.FAILED, "the releases cannot be read: " + e.getMessage(), "");
        }
    }

    /**
     * Refuses when removing the reference would remove an image that a release needs. One of those in use is refused by
     * the store, whatever releases say.
     */
    void refuse(String reference, Images images, Set<String> used) throws Refused {
        Image image;
        try {
            image = images.get(reference, line -> {});
        } catch (ContainerException e) {
            LOG.debug("what is no image is told by whoever removes it", e);
            return;
        }
        Heading heading = byId().get(image.id());
        if (heading != null && image.references().size() < 2 && !used.contains(image.id())) {
            throw new Refused(
                    Refused.Kind.CONFLICT,
                    "cannot remove '" + reference + "': release " + heading.number() + " of project "
                            + heading.project() + " needs it for a rollback; --force removes it all the same",
                    "");
        }
    }
}
