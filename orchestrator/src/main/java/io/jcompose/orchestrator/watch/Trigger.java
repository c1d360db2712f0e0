package io.jcompose.orchestrator.watch;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One rule of a service's {@code develop.watch} (compose-spec, develop).
 *
 * @param path absolute, without symbolic links
 * @param target in the container, absolute; empty when nothing is copied
 * @param exec for {@link Action#SYNC_EXEC}
 * @param initialSync whether all files are copied when the watch begins
 */
public record Trigger(
        String service,
        Path path,
        Action action,
        String target,
        PathFilter filter,
        @Nullable Hook exec,
        boolean initialSync) {

    /** What a change leads to. */
    public enum Action {
        REBUILD("rebuild"),
        RESTART("restart"),
        SYNC("sync"),
        SYNC_RESTART("sync+restart"),
        SYNC_EXEC("sync+exec");

        private final String word;

        Action(String word) {
            this.word = word;
        }

        static Action of(String word) {
            for (Action action : values()) {
                if (action.word.equals(word)) {
                    return action;
                }
            }
            throw new IllegalArgumentException("no action of a watch: " + word);
        }

        public boolean copies() {
            return this == SYNC || this == SYNC_RESTART || this == SYNC_EXEC;
        }

        boolean restarts() {
            return this == RESTART || this == SYNC_RESTART;
        }
    }

    /**
     * A command to run in the service's containers.
     *
     * @param environment {@code NAME=value}
     */
    public record Hook(
            List<String> command,
            @Nullable String user,
            @Nullable String workingDirectory,
            List<String> environment) {
        public Hook {
            command = List.copyOf(command);
            environment = List.copyOf(environment);
        }
    }

    /** Where a changed path belongs in the container; empty when the rule is not about it. */
    Optional<String> place(Path changed) {
        if (!changed.startsWith(path) || !filter.takes(changed)) {
            return Optional.empty();
        }
        if (changed.equals(path)) {
            boolean within = target.endsWith("/") && !target.equals("/");
            return Optional.of(within ? target + PathText.below(path.resolveSibling(""), path) : target);
        }
        String below = PathText.below(path, changed);
        return Optional.of(target.endsWith("/") ? target + below : target + "/" + below);
    }
}
