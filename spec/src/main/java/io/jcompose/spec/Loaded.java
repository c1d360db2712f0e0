package io.jcompose.spec;

import io.jcompose.spec.source.SourceMap;
import java.util.List;

/**
 * A project and where each of its values was written.
 *
 * @param disabled services left out because no profile of theirs is active
 * @param warnings things that work but surprise, to be shown on stderr
 */
public record Loaded(Project project, SourceMap sources, List<String> disabled, List<Problem> warnings) {}
