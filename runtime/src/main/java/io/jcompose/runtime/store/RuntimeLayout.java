package io.jcompose.runtime.store;

import java.nio.file.Path;

/**
 * The directories of one daemon.
 *
 * @param root what outlives a reboot, as {@code /var/lib/jcompose}
 * @param run what does not, as {@code /run/jcompose}
 * @param instance sets the cgroups of daemons with different roots apart: a few lower-case letters and digits
 */
public record RuntimeLayout(Path root, Path run, String instance) {
    public RuntimeLayout {
        if (!root.isAbsolute() || !run.isAbsolute()) {
            throw new IllegalArgumentException("root and run directory must be absolute: " + root + ", " + run);
        }
        if (!instance.matches("[a-z0-9]{1,32}")) {
            throw new IllegalArgumentException("an instance is named by lower-case letters and digits: " + instance);
        }
    }

    public Path containers() {
        return root.resolve("containers");
    }

    public Path volumes() {
        return root.resolve("volumes");
    }

    /** Where it is tried what this host can do. What a killed daemon left there is removed at the next start. */
    public Path trials() {
        return root.resolve("trials");
    }

    public Path sandboxes() {
        return run.resolve("sandboxes");
    }

    /** Where the sandbox of a container keeps its namespaces. */
    public Path sandbox(String id) {
        return sandboxes().resolve(id);
    }
}
