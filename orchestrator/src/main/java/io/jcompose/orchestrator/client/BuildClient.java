package io.jcompose.orchestrator.client;

import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** The part of the daemon's API that makes images; errors as in {@link DaemonClient}. */
public final class BuildClient {
    private final Talk daemon;

    BuildClient(Talk daemon) {
        this.daemon = daemon;
    }

    /** Builds an image, and hands on how it goes: its id. A build that nobody listens to is given up. */
    public String build(BuildOrder order, Consumer<Message.BuildStep> screen) throws DaemonException {
        try (MessageStream stream = daemon.stream("POST", "/builds", order.json())) {
            for (Optional<Message> message = stream.next(); message.isPresent(); message = stream.next()) {
                if (message.get() instanceof Message.BuildStep step) {
                    screen.accept(step);
                } else if (message.get() instanceof Message.Result result) {
                    return result.value().text("id");
                }
            }
        }
        throw new DaemonException.Unreachable(
                "the daemon closed the connection before the image was built",
                "try again: what was done is remembered");
    }

    /** Has the Dockerfile read, and nothing built: habits that surprise later, each with its place. */
    public List<String> check(BuildOrder order) throws DaemonException {
        return daemon.object("POST", "/builds/check", order.json()).texts("found");
    }

    /** Forgets what builds remember: {@code results}, {@code caches} and {@code bytes} of what that was. */
    public JsonObject prune() throws DaemonException {
        return daemon.object("POST", "/builds/prune", new byte[0]);
    }

    /** What builds remember: as {@link #prune}. */
    public JsonObject usage() throws DaemonException {
        return daemon.object("GET", "/builds/usage", new byte[0]);
    }

    /**
     * What to make of a container.
     *
     * @param name of the image; empty for none
     * @param changes instructions of a Dockerfile
     * @param pause whether it is held still meanwhile
     */
    public record Commit(String name, String author, String message, List<String> changes, boolean pause) {}

    /**
     * Makes an image of a container: its id.
     *
     * @param index of the replica, from 1; 0 for the first
     */
    public String commit(String project, String service, int index, Commit commit) throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            out.writeStringField("service", service);
            out.writeNumberField("index", index);
            out.writeStringField("name", commit.name());
            out.writeStringField("author", commit.author());
            out.writeStringField("message", commit.message());
            RequestBody.texts(out, "changes", commit.changes());
            out.writeBooleanField("pause", commit.pause());
        });
        return daemon.object("POST", "/projects/" + Talk.encoded(project) + "/commit", body)
                .text("id");
    }
}
