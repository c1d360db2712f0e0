package io.jcompose.orchestrator.client;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the daemon's API that is about images as such; errors as in {@link DaemonClient}. */
public final class ImageClient {
    private static final byte[] NOTHING = {};

    private final Talk daemon;

    ImageClient(Talk daemon) {
        this.daemon = daemon;
    }

    public void tag(String source, String name) throws DaemonException {
        daemon.object("POST", "/images/tag", RequestBody.of(out -> {
            out.writeStringField("source", source);
            out.writeStringField("name", name);
        }));
    }

    /** A JSON object as text. */
    public String inspect(String reference) throws DaemonException {
        return daemon.object("GET", "/images/inspect?image=" + Talk.encoded(reference), NOTHING)
                .text("image");
    }

    /** Fields of each: created, createdBy, size, comment; the last step first. */
    public List<JsonObject> history(String reference) throws DaemonException {
        return daemon.object("GET", "/images/history?image=" + Talk.encoded(reference), NOTHING)
                .objects("steps");
    }

    /** Fields: images, active, size, reclaimable, and for each image id, references, created, shared, unique. */
    public JsonObject usage() throws DaemonException {
        return daemon.object("GET", "/images/usage", NOTHING);
    }

    /**
     * Fields: removed, freed.
     *
     * @param before a time in ISO form, or null for any
     * @param labels as {@code name} or {@code name=value}
     */
    public JsonObject prune(boolean all, @Nullable String before, List<String> labels) throws DaemonException {
        return daemon.object("POST", "/images/prune", RequestBody.of(out -> {
            out.writeBooleanField("all", all);
            if (before != null) {
                out.writeStringField("before", before);
            }
            RequestBody.texts(out, "labels", labels);
        }));
    }

    /** The result has {@code faults}. */
    public MessageStream check() throws DaemonException {
        return daemon.stream("POST", "/images/check", NOTHING);
    }

    /** @param to an absolute path that the daemon writes to */
    public MessageStream save(List<String> references, boolean oci, String to) throws DaemonException {
        return daemon.stream("POST", "/images/save", RequestBody.of(out -> {
            RequestBody.texts(out, "references", references);
            out.writeBooleanField("oci", oci);
            out.writeStringField("to", to);
        }));
    }

    /** The result has {@code lines}. */
    public MessageStream load(String from) throws DaemonException {
        return daemon.stream("POST", "/images/load", RequestBody.of(out -> out.writeStringField("from", from)));
    }

    /** The result has {@code id}. */
    public MessageStream importTree(String from, String name, List<String> changes, String message)
            throws DaemonException {
        return daemon.stream("POST", "/images/import", RequestBody.of(out -> {
            out.writeStringField("from", from);
            out.writeStringField("name", name);
            RequestBody.texts(out, "changes", changes);
            out.writeStringField("message", message);
        }));
    }

    /** @param index of the replica, from 1; 0 for the first */
    public MessageStream export(String project, String service, int index, String to) throws DaemonException {
        return daemon.stream("POST", "/projects/" + Talk.encoded(project) + "/export", RequestBody.of(out -> {
            out.writeStringField("service", service);
            out.writeNumberField("index", index);
            out.writeStringField("to", to);
        }));
    }
}
