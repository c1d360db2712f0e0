package io.jcompose.orchestrator.client;

import java.util.List;

/**
 * Caches of other hosts that a build reads and writes.
 *
 * @param from as {@code type=registry,ref=NAME}, or a name; directories are absolute
 * @param to the same, and {@code type=inline}
 */
public record BuildCaches(List<String> from, List<String> to) {
    public static final BuildCaches NONE = new BuildCaches(List.of(), List.of());
}
