package io.jcompose.orchestrator.release;

import io.jcompose.orchestrator.audit.Who;

/**
 * Who asks for a release, and as what.
 *
 * @param cause the command in words
 * @param content number of the release whose content it has, or 0 for new content
 */
public record Order(Who who, String cause, int content, Staging staging) {
    /** New content. */
    public Order(Who who, String cause, Staging staging) {
        this(who, cause, 0, staging);
    }
}
