package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.ContainerStreams.LogQuery;
import io.jcompose.orchestrator.api.ContainerStreams.LogSink;
import io.jcompose.orchestrator.api.ContainerStreams.Source;
import io.jcompose.orchestrator.observe.Inventory;
import io.jcompose.orchestrator.observe.Labels;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerState;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.LogReader;
import io.jcompose.runtime.LogRequest;
import java.io.IOException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the logs of a project's containers for one client: those that are there, and those that come. A thread per
 * followed container waits in inotify; the calling thread waits for changes of status.
 */
final class LogFollower {
    private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);
    private static final Duration LONG = Duration.ofMinutes(10);

    private final Containers containers;
    private final Inventory inventory;
    private final LogQuery query;
    private final LogSink sink;
    private final LinkedBlockingQueue<String> changed = new LinkedBlockingQueue<>();
    private final Map<String, Followed> followed = new HashMap<>();
    private volatile boolean over;

    LogFollower(Containers containers, Inventory inventory, LogQuery query, LogSink sink) {
        this.containers = containers;
        this.inventory = inventory;
        this.query = query;
        this.sink = sink;
    }

    /** Until the thread is interrupted or the sink refuses. */
    void run(ContainerEvents events) throws IOException, InterruptedException {
        Consumer<String> listener = changed::add;
        events.add(listener);
        try {
            for (Inventory.Row row : inventory.rows(query.project())) {
                look(row.id(), query.tail(), true);
            }
            while (!over) {
                look(changed.take(), -1, false);
            }
        } catch (ContainerException e) {
            throw new IOException(e);
        } finally {
            over = true;
            events.remove(listener);
            followed.values().forEach(Followed::close);
        }
    }

    /** @param begun whether the container was there before one followed: then its start is no news */
    private void look(String id, long tail, boolean begun) throws ContainerException, IOException {
        ContainerState state = containers.state(id);
        Followed known = followed.get(id);
        if (state == null) {
            if (known != null) {
                followed.remove(id);
                known.close();
            }
            return;
        }
        if (known == null) {
            Optional<Inventory.Row> row = inventory.rows(query.project()).stream()
                    .filter(one -> one.id().equals(id))
                    .filter(one -> LiveStreams.wanted(query, one))
                    .findFirst();
            if (row.isEmpty()) {
                return;
            }
            known = new Followed(row.get(), containers.logs(id, new LogRequest(tail, query.since(), query.until())));
            followed.put(id, known);
            known.status = begun ? state.status() : known.status;
            known.begin();
        }
        known.became(state.status());
    }

    private final class Followed {
        private final Source source;
        private final String id;
        private final Labels labels;
        private final LogReader reader;
        private final Thread thread;
        private ContainerStatus status = new ContainerStatus.Created();
        private volatile boolean closed;

        Followed(Inventory.Row row, LogReader reader) {
            this.source = LiveStreams.source(row);
            this.id = row.id();
            this.labels = row.labels();
            this.reader = reader;
            this.thread = new Thread(this::follow, "follow-" + source.container());
            this.thread.setDaemon(true);
        }

        void begin() {
            thread.start();
        }

        private void follow() {
            try {
                while (!closed) {
                    drain();
                    reader.await(LONG);
                }
            } catch (IOException e) {
                // The client is gone, or the log was removed under us: either way there is nobody to write for.
                LOG.debug("following {} ended", source.container(), e);
                if (!closed) {
                    over = true;
                    changed.add("");
                }
            }
        }

        private synchronized void drain() throws IOException {
            while (!closed) {
                Optional<LogReader.Line> line = reader.next();
                if (line.isEmpty()) {
                    return;
                }
                LiveStreams.write(sink, source, line.get());
            }
        }

        /** Every line was written before the end was recorded: it is drained first, then the end is told. */
        synchronized void became(ContainerStatus now) throws IOException {
            if (now.equals(status)) {
                return;
            }
            status = now;
            if (now instanceof ContainerStatus.Running) {
                sink.event(source, "start", 0, false);
            } else if (now instanceof ContainerStatus.Exited exited) {
                drain();
                sink.event(source, "exit", exited.code(), inventory.comesBack(id, labels, exited.code()));
            }
        }

        void close() {
            closed = true;
            thread.interrupt();
            reader.close();
        }
    }
}
