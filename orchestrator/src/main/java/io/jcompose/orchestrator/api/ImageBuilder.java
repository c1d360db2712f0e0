package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Builds, as the API asks for them. */
public interface ImageBuilder {
    /** Builds an image and returns its id. */
    String build(Order order, Listener listener) throws Refused;

    /** Reads the Dockerfile only: what surprises later, each with its place. */
    List<String> check(Order order) throws Refused;

    /** Makes an image out of a service's container: its id. */
    String commit(String project, Commit commit) throws Refused;

    /** Forgets what builds remember, and says what that was. */
    Kept prune() throws Refused;

    /** What builds remember. */
    Kept kept() throws Refused;

    /** @param caches of RUN */
    record Kept(int results, int caches, long bytes) {}

    /** Hears how a build goes, from several threads. */
    interface Listener {
        /** {@code event} is begin, line or end; {@code text} a title, a line of output, or how it ended. */
        void tell(int step, String event, String text, long millis);

        /** Whether nobody waits for the build any more. */
        boolean isGone();
    }

    /**
     * What to build.
     *
     * @param context absolute path
     * @param file path of the Dockerfile, relative to the context or absolute
     * @param text the Dockerfile itself, or null
     * @param secrets base64 by id
     * @param hosts lines NAME=ADDRESS
     * @param limits as nofile=1024:2048
     * @param allowed entitlements
     * @param accounts for registries of base images
     */
    record Order(
            String context,
            String file,
            @Nullable String text,
            Map<String, String> arguments,
            String target,
            Map<String, String> contexts,
            List<String> names,
            Map<String, String> labels,
            Map<String, String> secrets,
            Map<String, String> agents,
            String network,
            List<String> hosts,
            long sharedMemory,
            List<String> limits,
            List<String> allowed,
            List<String> platforms,
            boolean noCache,
            List<String> noCacheFilter,
            boolean pull,
            Caches caches,
            List<RegistryDesk.Login> accounts) {}

    /**
     * Caches of other hosts.
     *
     * @param from texts as people write them behind {@code --cache-from}
     * @param to behind {@code --cache-to}
     */
    record Caches(List<String> from, List<String> to) {}

    /**
     * What to make of a container.
     *
     * @param index of the replica, from 1; 0 for the first
     * @param name of the image; empty for none
     */
    record Commit(
            String service,
            int index,
            String name,
            String author,
            String message,
            List<String> changes,
            boolean pause) {}
}
