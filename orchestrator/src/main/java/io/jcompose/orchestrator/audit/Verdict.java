package io.jcompose.orchestrator.audit;

/**
 * What a check of the log found.
 *
 * @param lines how many are well, from the first on
 * @param bad number of the first line of the file that is not; 0 when all are well
 * @param reason why it is not; empty when all are well
 */
public record Verdict(long lines, long bad, String reason) {
    public boolean whole() {
        return bad == 0;
    }
}
