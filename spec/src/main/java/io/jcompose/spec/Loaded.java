package io.jcompose.spec;

import io.jcompose.spec.source.SourceMap;
import java.util.List;
import java.util.Map;

/**
 * A project and where each of its values was written.
 *
 * @param disabled services left out because no profile of theirs is active
 * @param warnings things that work but surprise, to be shown on stderr
 * @param unsupported attributes that are understood but that nothing acts on yet: a command that acts refuses them
 * @param texts what was read, by the file names of the spans, for {@link ProblemRenderer}
 * @param contents of the secrets and configs that services are granted
 */
public record Loaded(
        Project project,
        SourceMap sources,
        List<String> disabled,
        List<Problem> warnings,
        List<Problem> unsupported,
        Map<String, String> texts,
        Contents contents) {}
