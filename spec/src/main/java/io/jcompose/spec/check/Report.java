package io.jcompose.spec.check;

import io.jcompose.spec.source.SourceMap;
import io.jcompose.spec.yaml.Problems;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a check reports, by tree path.
 *
 * @param disabled services that exist in the files but have no active profile
 */
record Report(SourceMap sources, List<String> disabled, Problems problems) {
    void error(String path, String message, @Nullable String hint) {
        problems.error(sources.at(path).orElse(null), path, message, hint);
    }

    /** Whether a hint is worth looking for. */
    boolean hasRoom() {
        return problems.hasRoom();
    }

    void warn(String path, String message, @Nullable String hint) {
        problems.warn(sources.at(path).orElse(null), path, message, hint);
    }
}
