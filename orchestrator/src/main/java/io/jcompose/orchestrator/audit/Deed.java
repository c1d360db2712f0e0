package io.jcompose.orchestrator.audit;

/**
 * Something that was done, or tried.
 *
 * @param action the command, as {@code up}
 * @param project whose; empty for what belongs to no project
 * @param detail what exactly, as {@code release 4}; never a secret
 * @param result {@code begun}, {@code done}, or why not
 */
public record Deed(String action, String project, String detail, String result) {
    public static final String BEGUN = "begun";
    public static final String DONE = "done";

    /** The same with another result. */
    public Deed with(String other) {
        return new Deed(action, project, detail, other);
    }
}
