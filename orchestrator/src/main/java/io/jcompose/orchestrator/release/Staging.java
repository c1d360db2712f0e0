package io.jcompose.orchestrator.release;

import java.util.List;

/**
 * Where a release stands among the environments of its project.
 *
 * @param environment it was made for; empty for none
 * @param order of that environment
 * @param later the environments that it may go to
 */
public record Staging(String environment, int order, List<Stage> later) {
    public static final Staging NONE = new Staging("", 0, List.of());

    public Staging {
        later = List.copyOf(later);
    }

    /** The same after it went to {@code stage}. */
    Staging at(Stage stage) {
        return new Staging(
                stage.environment(),
                stage.order(),
                later.stream().filter(other -> other.order() > stage.order()).toList());
    }
}
