package io.jcompose.orchestrator.execute;

import org.jspecify.annotations.Nullable;

/**
 * One line of progress, for whoever waits.
 *
 * @param project whose work it is
 * @param id what is worked on, as {@code Container shop-web-1}
 * @param status what is done or was done, as {@code Creating}, {@code Created}, {@code Error}
 * @param phase whether it begins, goes on, ended well or ended badly
 * @param detail more text, or null
 * @param done bytes that moved so far
 * @param total bytes that are to move, 0 where none are counted
 * @param container id of the container that it is about: two may have one name for a while; empty when it is about none
 */
public record Progress(
        String project,
        String id,
        String status,
        Phase phase,
        @Nullable String detail,
        long done,
        long total,
        String container) {
    public Progress(String project, String id, String status, Phase phase, @Nullable String detail) {
        this(project, id, status, phase, detail, 0, 0, "");
    }

    /** Of a container. */
    public Progress about(String incarnation) {
        return new Progress(project, id, status, phase, detail, done, total, incarnation);
    }

    /** Phases of a piece of work. */
    public enum Phase {
        WORKING,
        DONE,
        ERROR
    }
}
