package io.jcompose.spec;

import io.jcompose.spec.source.SourceMap;
import java.util.List;
import java.util.Map;

/**
 * A project and where each of its values was written.
 *
 * @param disabled services left out because no profile of theirs is active
 * @param warnings things that work but surprise, to be shown on stderr
 * @param texts what was read, by the file names of the spans, for {@link ProblemRenderer}
 */
public record Loaded(
        Project project, SourceMap sources, List<String> disabled, List<Problem> warnings, Map<String, String> texts) {
    public Loaded(Project project, SourceMap sources, List<String> disabled, List<Problem> warnings) {
        this(project, sources, disabled, warnings, Map.of());
    }
}
