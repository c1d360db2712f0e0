package io.jcompose.runtime;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** Named directories that outlive containers. */
public interface Volumes {
    /** All volumes: name to labels. */
    Map<String, Map<String, String>> list();

    /** Looks at the disk again: somebody may have removed a volume by hand. */
    void recheck();

    /** Makes the volume when it is missing; its directory. */
    Path ensure(String name, Map<String, String> labels) throws ContainerException;

    /** The volume that a directory of this host is, or lies in. */
    Optional<String> named(Path directory);

    /** Removes the volume and what is in it. Idempotent. */
    void remove(String name) throws ContainerException;
}
