package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.jcompose.orchestrator.client.Message.Progress;
import io.jcompose.orchestrator.client.Message.Result;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The lines of a long answer, as they come. Closing it tells the daemon that nobody listens any more. */
public final class MessageStream implements AutoCloseable {
    private final Wire wire;
    private final InputStream body;
    private @Nullable JsonParser parser;
    private volatile boolean closed;

    MessageStream(Answer answer) throws IOException {
        this.wire = answer.wire();
        this.body = answer.body();
    }

    /** Called on the reading thread before it waits for more: the moment to flush what was printed. */
    public void whenIdle(Runnable action) {
        wire.beforeWaiting(action);
    }

    /**
     * Waits for the next line; empty at the end and after {@link #close}.
     *
     * @throws DaemonException when the line is an error, or the connection breaks
     */
    public Optional<Message> next() throws DaemonException {
        try {
            JsonParser lines = parser();
            JsonToken token = lines.nextToken();
            if (token == null) {
                return Optional.empty();
            }
            if (token != JsonToken.START_OBJECT) {
                throw new IOException("the daemon's answer is not a line of JSON");
            }
            return Optional.of(Message.of(JsonObject.readObject(lines)));
        } catch (IOException e) {
            if (closed) {
                return Optional.empty();
            }
            throw Talk.broken(e);
        }
    }

    /** Made late: a parser waits for its first bytes when it is made, and a followed log may have none for long. */
    private JsonParser parser() throws IOException {
        JsonParser made = parser == null ? JsonObject.FACTORY.createParser(body) : parser;
        parser = made;
        return made;
    }

    /** Hands each progress on and returns the result. Throws when the work failed or the daemon went away. */
    public Result finish(Consumer<Progress> progress) throws DaemonException {
        for (Optional<Message> message = next(); message.isPresent(); message = next()) {
            if (message.get() instanceof Progress step) {
                progress.accept(step);
            } else if (message.get() instanceof Result result) {
                return result;
            }
        }
        throw new DaemonException.Unreachable(
                "the daemon closed the connection before the work was done",
                "the work goes on when the daemon is back; see its log with: jcompose daemon status");
    }

    @Override
    public void close() {
        closed = true;
        Talk.closeQuietly(wire);
    }
}
