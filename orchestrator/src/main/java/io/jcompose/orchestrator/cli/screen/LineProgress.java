package io.jcompose.orchestrator.cli.screen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.client.Message;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** One line for each event: for pipes and programs. */
public final class LineProgress implements Progress {
    private final PrintStream err;
    private final Function<Message.Progress, String> format;

    private final boolean onlySteps;
    private final Map<String, String> last = new HashMap<>();

    private LineProgress(PrintStream err, Function<Message.Progress, String> format, boolean onlySteps) {
        this.err = err;
        this.format = format;
        this.onlySteps = onlySteps;
    }

    /** {@code ID Status Detail} lines; of bytes that move only the beginning and the end. */
    public static Progress plain(PrintStream err) {
        return new LineProgress(
                err, step -> (" " + step.id() + " " + step.status() + " " + step.detail()).stripTrailing(), true);
    }

    /** Objects with the keys that docker compose writes. */
    public static Progress json(PrintStream err) {
        return new LineProgress(err, LineProgress::json, false);
    }

    @Override
    public synchronized void show(Message.Progress step) {
        boolean same = step.status().equals(last.put(step.id(), step.status()));
        if (onlySteps && same && step.total() > 0) {
            return;
        }
        err.println(format.apply(step));
        err.flush();
    }

    @Override
    public synchronized void beside(Runnable print) {
        print.run();
    }

    @Override
    public void close() {
        err.flush();
    }

    private static String json(Message.Progress step) {
        StringWriter text = new StringWriter();
        try (JsonGenerator out = new JsonFactory().createGenerator(text)) {
            out.writeStartObject();
            out.writeStringField("id", step.id());
            out.writeStringField("status", status(step.phase()));
            out.writeStringField("text", step.status());
            if (!step.detail().isEmpty()) {
                out.writeStringField("details", step.detail());
            }
            if (step.total() > 0) {
                out.writeNumberField("current", step.done());
                out.writeNumberField("total", step.total());
                out.writeNumberField("percent", step.done() * 100 / step.total());
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory failed", e);
        }
        return text.toString();
    }

    private static String status(Message.Phase phase) {
        return switch (phase) {
            case WORKING -> "Working";
            case DONE -> "Done";
            case ERROR -> "Error";
        };
    }
}
