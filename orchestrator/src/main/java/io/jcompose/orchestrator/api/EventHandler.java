package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.api.ContainerStreams.EventSink;
import io.jcompose.orchestrator.api.ContainerStreams.Happening;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.TreeMap;

/** Streams what happens to containers. */
final class EventHandler {
    private final Api api;

    EventHandler(Api api) {
        this.api = api;
    }

    void events(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        var query = new ContainerStreams.EventQuery(call.argument(0), call.instant("since"), call.instant("until"));
        call.answer().begin();
        api.streams().events(query, new Lines(call.answer()));
        ObjectNode last = Call.object();
        last.putObject("result");
        call.answer().line(last);
        call.answer().end();
    }

    private record Lines(Answer answer) implements EventSink {
        @Override
        public void ready() throws IOException {
            ObjectNode line = Call.object();
            line.putObject("listening");
            write(line);
        }

        @Override
        public void happened(Happening happening) throws IOException {
            ObjectNode line = Call.object();
            ObjectNode inner = line.putObject("happened")
                    .put("time", happening.time().toString())
                    .put("action", happening.action())
                    .put("id", happening.id())
                    .put("service", happening.service());
            ObjectNode attributes = inner.putObject("attributes");
            new TreeMap<>(happening.attributes()).forEach(attributes::put);
            write(line);
        }

        private void write(ObjectNode line) throws IOException {
            try {
                answer.line(line);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the client is gone");
            }
        }
    }
}
