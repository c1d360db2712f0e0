package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.reconcile.Pin;
import io.jcompose.orchestrator.reconcile.Refused;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The images of this host, as releases need them. */
public interface ImageDesk {
    /** The image of an id, when it is here. */
    Optional<Pin> here(String id);

    /**
     * The image of a reference with a digest, pulled when it is not here.
     *
     * @param project whose accounts are used, and whose progress it is
     */
    Pin fetched(String reference, String project) throws Refused;

    /** The digest that a reference had in its registry when it last meant this image here, or null. */
    @Nullable
    String digest(String reference, String id);

    /** What a reference means on this host now: id and digest; empty when it means nothing here. */
    Optional<ReleasedImage> meant(String reference);

    /** Removes an image that has no name and that no container uses; else nothing happens. */
    void drop(String id);
}
