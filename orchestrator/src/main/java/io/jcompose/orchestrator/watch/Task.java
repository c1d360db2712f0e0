package io.jcompose.orchestrator.watch;

import java.nio.file.Path;
import java.util.List;

/** Something to be done because files have changed. */
public sealed interface Task {
    /** Build the images of services, and recreate their containers. */
    record Rebuild(List<String> services) implements Task {}

    /** Bring the containers of a service up to date. */
    record Sync(String service, List<Copy> copies) implements Task {}

    record Restart(List<String> services) implements Task {}

    /** Run a command in each container of a service. */
    record Exec(String service, Trigger.Hook hook) implements Task {}

    /**
     * A path of this host, what became of it, and where it belongs in the container.
     *
     * @param target absolute
     */
    record Copy(Path source, Change change, String target) {}
}
