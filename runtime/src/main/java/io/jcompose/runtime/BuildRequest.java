package io.jcompose.runtime;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An image that is to be built.
 *
 * @param context absolute path of the directory that COPY takes files from; or a git repository, or the URL of an archive
 * @param file the Dockerfile: a path relative to the context or absolute, and its name in messages
 * @param text the Dockerfile itself, where it is no file; else null
 * @param arguments values of ARGs
 * @param target stage to build: its name or number; empty for the last
 * @param contexts further contexts by name: the same, or {@code docker-image://} and a reference
 * @param names references that the image gets
 * @param labels put over those of the Dockerfile
 * @param secrets contents by id, for {@code RUN --mount=type=secret}
 * @param agents paths of agents' sockets by id, for {@code RUN --mount=type=ssh}
 * @param commands what commands of RUN find
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
        Commands commands,
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
                Commands.USUAL,
                Cache.ALL);
    }

    /** With other contexts. */
    public BuildRequest in(String main, Map<String, String> others) {
        return new BuildRequest(
                main, file, text, arguments, target, others, names, labels, secrets, agents, commands, cache);
    }

    /** With another use of caches. */
    public BuildRequest with(Cache other) {
        return new BuildRequest(
                context, file, text, arguments, target, contexts, names, labels, secrets, agents, commands, other);
    }

    /**
     * What commands find.
     *
     * @param network of those that name none: {@code default}, {@code none}, that of the host as {@code "host"}, or a name
     * @param hosts lines {@code NAME=ADDRESS} for /etc/hosts; an address may be {@code host-gateway}
     * @param sharedMemory bytes of /dev/shm; 0 for the usual
     * @param limits of each command
     * @param allowed what a Dockerfile may ask for by itself: {@link #HOST_NETWORK}
     */
    public record Commands(
            String network, List<String> hosts, long sharedMemory, List<ResourceLimit> limits, Set<String> allowed) {
        /** The entitlement of {@code RUN --network=host}, as BuildKit calls it. */
        public static final String HOST_NETWORK = "network.host";

        public static final Commands USUAL = new Commands("default", List.of(), 0, List.of(), Set.of());

        public Commands {
            for (String one : allowed) {
                if (!one.equals(HOST_NETWORK)) {
                    throw new IllegalArgumentException("'" + one + "' is not granted here: a build may be allowed only "
                            + HOST_NETWORK + ", and gets no other privilege");
                }
            }
        }

        /** With another network. */
        public Commands in(String other) {
            return new Commands(other, hosts, sharedMemory, limits, allowed);
        }
    }

    /**
     * What is made anew.
     *
     * @param none whether nothing of the cache is used
     * @param without names of stages that use none of it
     * @param pull whether base images are asked for again where they come from
     * @param exchange with caches that are elsewhere
     */
    public record Cache(boolean none, Set<String> without, boolean pull, CacheExchange exchange) {
        public static final Cache ALL = new Cache(false, Set.of(), false);

        /** Of this host alone. */
        public Cache(boolean none, Set<String> without, boolean pull) {
            this(none, without, pull, CacheExchange.NONE);
        }
    }
}
