package io.jcompose.orchestrator.reconcile;

import java.util.Optional;

/** What of the host decides whether a wish can be fulfilled, and how. */
public interface Premises {
    /** The id of the image that a reference means on this host now. Makes and pulls none. */
    Optional<String> image(String reference);

    /** Why there is no room for new containers and volumes, a sentence; empty when there is. */
    Optional<String> shortage();
}
