package io.jcompose.orchestrator.asked;

/**
 * When an up makes containers anew.
 *
 * @param named those of services that the command names, or of all when it names none
 * @param others those of what these depend on
 * @param renewVolumes whether new containers of named services begin with empty anonymous volumes
 */
public record Recreation(When named, When others, boolean renewVolumes) {
    public static final Recreation USUAL = new Recreation(When.CHANGED, When.CHANGED, false);
    public static final Recreation FORCED = new Recreation(When.ALWAYS, When.CHANGED, false);

    /** What it takes for a new container. */
    public enum When {
        /** A difference between what it was made of and what is asked for. */
        CHANGED,
        /** Nothing. */
        ALWAYS,
        /** That there is none: one that is there stays as it is. */
        NEVER
    }

    public When of(boolean isNamed) {
        return isNamed ? named : others;
    }
}
