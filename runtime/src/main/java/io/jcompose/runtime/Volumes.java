package io.jcompose.runtime;

import java.nio.file.Path;
import java.util.Map;

/** Named directories that outlive containers. */
public interface Volumes {
    /** All volumes: name to labels. */
    Map<String, Map<String, String>> list();

    /** Makes the volume when it is missing; its directory. */
    Path ensure(String name, Map<String, String> labels) throws ContainerException;

    /** Removes the volume and what is in it. Idempotent. */
    void remove(String name) throws ContainerException;
}
