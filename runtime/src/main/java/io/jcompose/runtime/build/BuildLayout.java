package io.jcompose.runtime.build;

import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.store.RuntimeLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Where builds keep what they have.
 *
 * <pre>
 * cache.json     results of steps by their keys
 * mounts/HEX     directories of RUN --mount=type=cache, by the digest of their id
 * tmp/           work in progress, emptied at open
 * empty/         the layer below FROM scratch
 * containers/    of RUN steps; what is there at open is removed
 * </pre>
 *
 * @param daemon of the containers that services have
 */
record BuildLayout(RuntimeLayout daemon) {
    /** Letters behind the instance of the daemon's own containers. */
    private static final String OF_BUILDS = "b";

    Path root() {
        return daemon.root().resolve("build");
    }

    RuntimeLayout containers() {
        return new RuntimeLayout(root(), daemon.run().resolve("build"), daemon.instance() + OF_BUILDS);
    }

    Path cache() {
        return root().resolve("cache.json");
    }

    Path mounts() {
        return root().resolve("mounts");
    }

    Path mount(String id, int copy) {
        String name = Digest.of(id.getBytes(StandardCharsets.UTF_8)).hex();
        return mounts().resolve(copy == 0 ? name : name + "-" + copy);
    }

    Path temporary() {
        return root().resolve("tmp");
    }

    Path empty() {
        return root().resolve("empty");
    }

    /** Files that no disk should keep. */
    Path secrets() {
        return daemon.run().resolve("build").resolve("secrets");
    }
}
