package io.jcompose.orchestrator.api;

import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** Logs of containers, and commands in them. */
public interface ContainerStreams {
    /**
     * Writes log lines and events of a project's containers to {@code sink} until the end, or, when following, until the
     * sink refuses or the thread is interrupted.
     */
    void logs(LogQuery query, LogSink sink) throws Refused, IOException, InterruptedException;

    /** Starts a command in a running container. The caller closes it, which kills the command if it still runs. */
    Command exec(ExecQuery query) throws Refused;

    /** Writes what happens to a project's containers to {@code sink} until it refuses or the thread is interrupted. */
    void events(EventQuery query, EventSink sink) throws Refused, IOException, InterruptedException;

    /**
     * Which events.
     *
     * @param since also what happened since then, as far as it is remembered; null for nothing that has happened
     * @param until ends then, null for no end
     */
    record EventQuery(
            String project,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /** Where events go. */
    interface EventSink {
        /** From here on nothing is missed. */
        void ready() throws IOException;

        void happened(Happening happening) throws IOException;
    }

    /** Something that happened to a container; {@code action} as docker names it. */
    record Happening(Instant time, String action, String id, String service, Map<String, String> attributes) {}

    /**
     * A client's side of a container that is about to begin, by its id. The caller closes it, which does nothing to the
     * container but end its input.
     */
    Command attend(String id) throws Refused;

    /**
     * Which lines.
     *
     * @param services empty for all
     * @param index only this replica; 0 for all
     * @param tail lines from the end of each container's log; negative for all
     */
    record LogQuery(
            String project,
            List<String> services,
            int index,
            boolean follow,
            long tail,
            @Nullable Instant since,
            @Nullable Instant until) {}

    /** Where log lines go. */
    interface LogSink {
        /** One line of a container; {@code container} is its name without the project. */
        void line(Source source, Instant time, boolean error, boolean partial, String text) throws IOException;

        /** A container started or ended. */
        void event(Source source, String type, int code, boolean restarting) throws IOException;
    }

    /** Which container a line comes from. */
    record Source(String container, String service, int number) {}

    /** Which command, where. */
    record ExecQuery(
            String project,
            String service,
            int index,
            List<String> command,
            List<String> environment,
            @Nullable String user,
            @Nullable String workingDirectory,
            boolean tty,
            int rows,
            int columns) {}

    /** A running command. */
    interface Command extends AutoCloseable {
        OutputStream input();

        InputStream output();

        InputStream error();

        void resize(int rows, int columns) throws IOException;

        void signal(int signal) throws IOException;

        CompletableFuture<Integer> exit();

        @Override
        void close();
    }
}
