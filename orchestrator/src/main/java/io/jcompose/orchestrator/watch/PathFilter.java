package io.jcompose.orchestrator.watch;

import io.jcompose.runtime.build.context.IgnorePatterns;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which paths a rule is about.
 *
 * @param ignored of none of which a path may be
 * @param included of which a path must be; null for any
 */
public record PathFilter(List<Scope> ignored, @Nullable Scope included) {
    public PathFilter {
        ignored = List.copyOf(ignored);
    }

    /** Patterns, relative to a directory. */
    public record Scope(Path base, IgnorePatterns patterns) {
        boolean covers(Path path) {
            return path.startsWith(base) && !path.equals(base) && patterns.ignores(PathText.below(base, path));
        }
    }

    /** Whether a change of the path counts. */
    public boolean takes(Path path) {
        Scope only = included;
        return (only == null || only.covers(path)) && ignored.stream().noneMatch(scope -> scope.covers(path));
    }

    /** Whether nothing below the directory can count. */
    boolean excludes(Path folder) {
        return ignored.stream().anyMatch(scope -> !scope.patterns().hasExceptions() && scope.covers(folder));
    }
}
