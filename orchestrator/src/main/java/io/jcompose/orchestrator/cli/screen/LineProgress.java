package io.jcompose.orchestrator.cli.screen;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.jcompose.orchestrator.client.Message;
import java.io.IOException;
import java.io.PrintStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.function.Function;

/** One line for each event: for pipes and programs. */
public final class LineProgress implements Progress {
    private final PrintStream err;
    private final Function<Message.Progress, String> format;

    private LineProgress(PrintStream err, Function<Message.Progress, String> format) {
        this.err = err;
        this.format = format;
    }

    /** {@code ID Status Detail} lines. */
    public static Progress plain(PrintStream err) {
        return new LineProgress(
                err, step -> (" " + step.id() + " " + step.status() + " " + step.detail()).stripTrailing());
    }

    /** Objects with the keys that docker compose writes. */
    public static Progress json(PrintStream err) {
        return new LineProgress(err, LineProgress::json);
    }

    @Override
    public synchronized void show(Message.Progress step) {
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
