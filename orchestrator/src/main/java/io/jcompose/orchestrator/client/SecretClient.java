package io.jcompose.orchestrator.client;

import com.fasterxml.jackson.core.JsonGenerator;
import java.io.IOException;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The part of the daemon's API that is about named secrets and configs; errors as in {@link DaemonClient}. */
public final class SecretClient {
    private static final byte[] NOTHING = {};

    private final Talk daemon;

    SecretClient(Talk daemon) {
        this.daemon = daemon;
    }

    /**
     * A content with its name. Its text does not show the content.
     *
     * @param kind {@code secret} or {@code config}
     */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    public record Item(String kind, String name, byte[] content) {
        @Override
        public String toString() {
            return kind + " " + name;
        }
    }

    /** What scrypt made of a passphrase, which itself stays here. */
    @SuppressWarnings("ArrayRecordComponent") // only handed on
    public record Passphrase(byte[] salt, int logSteps, byte[] key) {
        @Override
        public String toString() {
            return "a passphrase";
        }

        private void write(JsonGenerator out) throws IOException {
            out.writeObjectFieldStart("passphrase");
            out.writeBinaryField("salt", salt);
            out.writeNumberField("logSteps", logSteps);
            out.writeBinaryField("key", key);
            out.writeEndObject();
        }
    }

    /** Fields of each: kind, name, versions with number, created, bytes; the newest version last. */
    public List<JsonObject> list() throws DaemonException {
        return daemon.object("GET", "/secrets", NOTHING).objects("items");
    }

    /**
     * Gives contents to names, all or none; what {@link #list} would say of them.
     *
     * @param create whether names may be new
     * @param rotate whether names may be known
     */
    public List<JsonObject> put(List<Item> items, boolean create, boolean rotate) throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            out.writeArrayFieldStart("items");
            for (Item item : items) {
                out.writeStartObject();
                out.writeStringField("kind", item.kind());
                out.writeStringField("name", item.name());
                out.writeBinaryField("content", item.content());
                out.writeEndObject();
            }
            out.writeEndArray();
            out.writeBooleanField("create", create);
            out.writeBooleanField("rotate", rotate);
        });
        return daemon.object("POST", "/secrets", body).objects("items");
    }

    /** @param force also when a project uses it */
    public void remove(String kind, String name, boolean force) throws DaemonException {
        daemon.object("POST", "/secrets/remove", RequestBody.of(out -> {
            out.writeStringField("kind", kind);
            out.writeStringField("name", name);
            out.writeBooleanField("force", force);
        }));
    }

    /** Brings the newest version to the projects that are up and use it; their names. */
    public List<String> refresh(String kind, String name) throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            out.writeStringField("kind", kind);
            out.writeStringField("name", name);
        });
        return daemon.object("POST", "/secrets/refresh", body).texts("projects");
    }

    /** An age file with the named ones, or all of the kind, for recipients or for one passphrase. */
    public byte[] export(String kind, List<String> names, List<String> recipients, @Nullable Passphrase passphrase)
            throws DaemonException {
        byte[] body = RequestBody.of(out -> {
            out.writeStringField("kind", kind);
            RequestBody.texts(out, "names", names);
            RequestBody.texts(out, "recipients", recipients);
            if (passphrase != null) {
                passphrase.write(out);
            }
        });
        return Base64.getDecoder()
                .decode(daemon.object("POST", "/secrets/export", body).text("file"));
    }
}
