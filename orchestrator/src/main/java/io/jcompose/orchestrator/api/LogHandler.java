package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.api.ContainerStreams.LogQuery;
import io.jcompose.orchestrator.api.ContainerStreams.LogSink;
import io.jcompose.orchestrator.api.ContainerStreams.Source;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.reconcile.Refused;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;

/** Streams log lines. */
final class LogHandler {
    private final Api api;

    LogHandler(Api api) {
        this.api = api;
    }

    void logs(Call call) throws BadRequest, Refused, IOException, InterruptedException {
        LogQuery query = new LogQuery(
                call.argument(0),
                call.parameters("service"),
                (int) number(call, "index", 0),
                number(call, "follow", 0) != 0,
                number(call, "tail", -1),
                call.instant("since"),
                call.instant("until"));
        mustKnow(query);
        Answer answer = call.answer();
        answer.begin();
        api.streams().logs(query, new Lines(answer));
        ObjectNode last = Call.object();
        last.putObject("result");
        answer.line(last);
        answer.end();
    }

    /** Who follows may be ahead of the {@code up} of the project, so then only services of a known one are checked. */
    private void mustKnow(LogQuery query) throws Refused {
        WantedProject wanted = api.control().wanted(query.project());
        Set<String> services = new HashSet<>();
        api.inventory()
                .rows(query.project())
                .forEach(row -> services.add(row.labels().slot().service()));
        if (wanted == null && services.isEmpty()) {
            if (query.follow()) {
                return;
            }
            throw new Refused(Refused.Kind.NOT_FOUND, "no such project: " + query.project(), "");
        }
        if (wanted != null) {
            services.addAll(wanted.services().keySet());
        }
        for (String service : query.services()) {
            if (!services.contains(service)) {
                throw new Refused(Refused.Kind.NOT_FOUND, "no such service: " + service, "");
            }
        }
    }

    private static long number(Call call, String name, long otherwise) throws BadRequest {
        String text = call.parameter(name);
        try {
            return text == null || text.isEmpty() ? otherwise : Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new BadRequest(400, "the parameter \"" + name + "\" must be a whole number, not " + text);
        }
    }

    private record Lines(Answer answer) implements LogSink {
        @Override
        public void line(Source source, Instant time, boolean error, boolean partial, String text) throws IOException {
            ObjectNode node = Call.object();
            describe(node.putObject("log"), source)
                    .put("time", time.toString())
                    .put("error", error)
                    .put("partial", partial)
                    .put("text", text);
            write(node);
        }

        @Override
        public void event(Source source, String type, int code, boolean restarting) throws IOException {
            ObjectNode node = Call.object();
            describe(node.putObject("event"), source)
                    .put("type", type)
                    .put("code", code)
                    .put("restarting", restarting);
            write(node);
        }

        private static ObjectNode describe(ObjectNode node, Source source) {
            return node.put("container", source.container())
                    .put("service", source.service())
                    .put("number", source.number());
        }

        private void write(ObjectNode node) throws IOException {
            try {
                answer.line(node);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the client is gone");
            }
        }
    }
}
