package io.jcompose.spec.explain;

import java.util.List;
import java.util.Optional;

/**
 * How a value came about.
 *
 * @param path its tree path in the canonical form of the project
 * @param value the final value, as JSON where it is not a single one; empty when there is none in the end
 * @param steps in the order in which they happened
 */
public record Explanation(String path, Optional<String> value, List<Step> steps) {
    public Explanation {
        steps = List.copyOf(steps);
    }
}
