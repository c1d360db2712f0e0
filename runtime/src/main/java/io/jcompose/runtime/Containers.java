package io.jcompose.runtime;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The containers of one state directory. All calls may come from any thread; none of them decides anything. Containers
 * outlive this object and the process: opening the same directory again finds them as they are.
 */
public interface Containers extends AutoCloseable {
    /** A snapshot of all containers by id, from memory; no input or output. */
    Map<String, ContainerState> list();

    /** One of them, from memory; null when there is none of that id. */
    @Nullable
    ContainerState state(String id);

    /** Calls {@code listener} with the id whenever a container's status has changed (after the change is in {@link #list}). */
    void watch(Consumer<String> listener);

    /** Stores the intent and makes directories, cgroups, and the log. Idempotent for the same spec. */
    void create(ContainerSpec spec) throws ContainerException;

    /**
     * Makes the container's sandbox when it has none: the namespaces that outlive its processes.
     *
     * @return a path that names its network namespace, for {@code setns(2)}
     */
    Path sandbox(String id) throws ContainerException;

    /** Whether the sandbox exists and its namespace file is still mounted. */
    boolean hasSandbox(String id);

    /**
     * Starts a container that is created, exited or failed, in its sandbox. Returns when the command runs (its exec
     * succeeded).
     *
     * @param files contents of files that are ours inside: {@code /etc/hosts}, {@code /etc/resolv.conf}, {@code
     *     /etc/hostname}
     * @throws ContainerException with a sentence that names the failing step; the status is then {@link
     *     ContainerStatus.FailedToStart}
     */
    default void start(String id, Map<String, String> files) throws ContainerException {
        start(id, files, List.of());
    }

    /** The same, with files in memory that only the container sees. */
    void start(String id, Map<String, String> files, List<GrantedFile> granted) throws ContainerException;

    /**
     * Puts files of a running container in the place of those that it was granted: each is there as before or as now,
     * and whoever had it open goes on to read what was there before.
     */
    void replace(String id, List<GrantedFile> granted) throws ContainerException;

    /** Gives the next run of a container that does not run an input; without it there is none. The caller closes it. */
    Attachment attach(String id) throws ContainerException;

    /** Sends a signal to the main process. Does nothing when the container does not run. */
    void signal(String id, int signal) throws ContainerException;

    /**
     * Holds all processes of a container still until what comes back is closed; of one that does not run, none goes on.
     * A daemon that opens the containers lets all of them go on.
     */
    Stillness freeze(String id) throws ContainerException;

    /** A container is held still. */
    interface Stillness extends AutoCloseable {
        @Override
        void close() throws ContainerException;
    }

    /** Kills every process of the container and waits until none is left. */
    void kill(String id) throws ContainerException;

    /** Removes a container that does not run, with its sandbox, files, logs and cgroups. Idempotent. */
    void remove(String id) throws ContainerException;

    /** Runs a command in a running container; the session gives its streams and its exit code. */
    ExecSession exec(String id, ExecSpec spec) throws ContainerException;

    /**
     * Runs a command in a running container without a terminal or input, as health probes do: it is killed when {@code
     * timeout} is over, and at most 4096 bytes of its output are kept.
     */
    CompletableFuture<ProbeResult> probe(String id, ExecSpec spec, Duration timeout);

    /** The files of a running container, for the caller to close. */
    ContainerTree tree(String id) throws ContainerException;

    /** Opens the log for reading. The caller closes it. */
    LogReader logs(String id, LogRequest request) throws ContainerException;

    /**
     * Looks at everything again (processes, cgroup values, sandboxes), puts right what can be put right without touching
     * a process, and corrects {@link #list}.
     */
    void recheck();

    /** Stops watching. Containers run on. */
    @Override
    void close();
}
