package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.ContainerStreams.Command;
import io.jcompose.runtime.Attachment;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A client's side of a container that is about to begin: its input by an attachment, its output from its log, so that
 * nothing is lost when the client or this daemon goes away. Closing it leaves the container as it is.
 */
final class AttendedRun implements Command {
    private static final Logger LOG = LoggerFactory.getLogger(AttendedRun.class);
    private static final int ROOM = 64 << 10;
    private static final int KILLED = 137;
    private static final Duration LONG = Duration.ofMinutes(10);

    /** An open line, as a prompt is, is shown when nothing came for so long. */
    private static final Duration MOMENT = Duration.ofMillis(1);

    private final Containers containers;
    private final ContainerEvents events;
    private final String id;
    private final Attachment attachment;
    private final LogReader log;
    private final PipedInputStream output = new PipedInputStream(ROOM);
    private final PipedInputStream error = new PipedInputStream(ROOM);
    private final PipedOutputStream toOutput = new PipedOutputStream();
    private final PipedOutputStream toError = new PipedOutputStream();
    private final CompletableFuture<Integer> exit = new CompletableFuture<>();
    private final Consumer<String> listener;
    private final Thread thread;
    private volatile boolean closed;

    private AttendedRun(
            Containers containers, ContainerEvents events, String id, Attachment attachment, LogReader log) {
        this.containers = containers;
        this.events = events;
        this.id = id;
        this.attachment = attachment;
        this.log = log;
        this.listener = changed -> {
            if (changed.equals(id)) {
                log.wake();
            }
        };
        this.thread = new Thread(this::follow, "run-output");
        this.thread.setDaemon(true);
    }

    static AttendedRun open(Containers containers, ContainerEvents events, String id)
            throws ContainerException, IOException {
        Attachment attachment = containers.attach(id);
        try {
            LogReader log = containers.logs(id, new LogRequest(-1, null, null));
            AttendedRun run = new AttendedRun(containers, events, id, attachment, log);
            run.output.connect(run.toOutput);
            run.error.connect(run.toError);
            events.add(run.listener);
            run.thread.start();
            return run;
        } catch (ContainerException | IOException e) {
            attachment.close();
            throw e;
        }
    }

    private void follow() {
        int code = KILLED;
        try (toOutput;
                toError) {
            Optional<Integer> ended = Optional.empty();
            while (!closed && ended.isEmpty()) {
                ended = ended();
                drain();
                // Looked at again: draining may have taken the wake that told of the end.
                if (ended.isEmpty() && ended().isEmpty()) {
                    log.await(LONG);
                }
            }
            code = ended.orElse(KILLED);
        } catch (IOException e) {
            // Its client is gone, or its log was removed under us: either way nobody reads any more.
            LOG.debug("following {} ended", id, e);
        } finally {
            events.remove(listener);
            log.close();
            exit.complete(code);
        }
    }

    /** Every line was written before the end was recorded: what is read after the look is all. */
    private Optional<Integer> ended() {
        ContainerState state = containers.state(id);
        if (state == null) {
            return Optional.of(KILLED);
        }
        return state.status() instanceof ContainerStatus.Exited exited ? Optional.of(exited.code()) : Optional.empty();
    }

    private void drain() throws IOException {
        while (lines() > 0) {
            log.await(MOMENT);
        }
        log.await(MOMENT);
        lines();
    }

    private int lines() throws IOException {
        int count = 0;
        for (Optional<LogReader.Line> line = log.next(); line.isPresent(); line = log.next()) {
            write(line.get().error() ? toError : toOutput, line.get());
            count++;
        }
        return count;
    }

    private static void write(OutputStream out, LogReader.Line line) throws IOException {
        out.write(line.text());
        if (!line.partial()) {
            out.write('\n');
        }
        out.flush();
    }

    @Override
    public OutputStream input() {
        return attachment.input();
    }

    @Override
    public InputStream output() {
        return output;
    }

    @Override
    public InputStream error() {
        return error;
    }

    @Override
    public void resize(int rows, int columns) throws IOException {
        attachment.resize(rows, columns);
    }

    @Override
    public void signal(int signal) throws IOException {
        try {
            containers.signal(id, signal);
        } catch (ContainerException e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    @Override
    public CompletableFuture<Integer> exit() {
        return exit.copy();
    }

    @Override
    public void close() {
        closed = true;
        attachment.close();
        log.wake();
        try {
            output.close();
            error.close();
        } catch (IOException e) {
            LOG.debug("closing the output of {}", id, e);
        }
    }
}
