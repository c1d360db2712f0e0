package io.jcompose.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An image that is to be built.
 *
 * @param context absolute path of the directory that COPY takes files from
 * @param file the Dockerfile: a path relative to the context or absolute, and its name in messages
 * @param text the Dockerfile itself, where it is no file; else null
 * @param arguments values of ARGs
 * @param target stage to build: its name or number; empty for the last
 * @param contexts further contexts by name: an absolute path, or {@code docker-image://} and a reference
 * @param names references that the image gets
 * @param labels put over those of the Dockerfile
 * @param secrets contents by id, for {@code RUN --mount=type=secret}
 * @param agents paths of agents' sockets by id, for {@code RUN --mount=type=ssh}
 * @param network of commands that name none: {@code default}, {@code host} or {@code none}
 * @param extraHosts addresses by host name
 * @param sharedMemory bytes of /dev/shm; 0 for the usual
 * @param cache what of the cache is used
 */
public record BuildRequest(
        String context,
        String file,
        @Nullable String text,
        Map<String, String> arguments,
        String target,
        Map<String, String> contexts,
        List<String> names,
        Map<String, String> labels,
        Map<String, byte[]> secrets,
        Map<String, String> agents,
        String network,
        Map<String, String> extraHosts,
        long sharedMemory,
        Cache cache) {
    /** A plain build of a directory with a Dockerfile. */
    public static BuildRequest of(String context, List<String> names) {
        return new BuildRequest(
                context,
                "Dockerfile",
                null,
                Map.of(),
                "",
                Map.of(),
                names,
                Map.of(),
                Map.of(),
                Map.of(),
                "default",
                Map.of(),
                0,
                Cache.ALL);
    }

    /**
     * What is made anew.
     *
     * @param none whether nothing of the cache is used
     * @param without names of stages that use none of it
     * @param pull whether base images are asked for again where they come from
     */
    public record Cache(boolean none, Set<String> without, boolean pull) {
        public static final Cache ALL = new Cache(false, Set.of(), false);
    }
}
