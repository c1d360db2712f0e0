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
 */
public record Progress(
        String project,
        String id,
        String status,
        Phase phase,
        @Nullable String detail,
        long done,
        long total) {
    public Progress(String project, String id, String status, Phase phase, @Nullable String detail) {
        this(project, id, status, phase, detail, 0, 0);
    }

    /** Phases of a piece of work. */
    public enum Phase {
        WORKING,
        DONE,
        ERROR
    }
}
