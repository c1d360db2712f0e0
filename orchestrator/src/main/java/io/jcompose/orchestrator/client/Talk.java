package io.jcompose.orchestrator.client;

import java.io.IOException;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Requests to the daemon and its answers: HTTP on its socket, each on a connection of its own. Errors as in
 * {@link DaemonClient}.
 *
 * @param user who asks, as the audit log will have it
 * @param dry whether the daemon only tells what it would do
 */
record Talk(Path socket, String user, boolean dry) {
    private static final String BASE = "/jcompose/v1";
    private static final int LARGEST_ERROR = 1 << 20;

    Talk {
        user = user.replaceAll("[^\\p{Graph}]", "");
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }

    JsonObject object(String method, String path, byte[] body) throws DaemonException {
        Answer answer = ask(method, path, body, "close", "");
        try {
            return JsonObject.read(answer.body().readAllBytes());
        } catch (IOException e) {
            throw broken(e);
        } finally {
            closeQuietly(answer.wire());
        }
    }

    MessageStream stream(String method, String path, byte[] body) throws DaemonException {
        Answer answer = ask(method, path, body, "close", "");
        try {
            return new MessageStream(answer);
        } catch (IOException e) {
            closeQuietly(answer.wire());
            throw broken(e);
        }
    }

    /** A talk in frames, which goes on after the request. */
    ExecStream frames(String path, byte[] body) throws DaemonException {
        Answer answer = ask("POST", path, body, "Upgrade", "Upgrade: jcompose-exec\r\n");
        if (answer.status() != 101) {
            closeQuietly(answer.wire());
            throw new DaemonException.Unreachable("the daemon does not talk in frames", "use the same version of both");
        }
        return new ExecStream(answer.wire());
    }

    /** PUT of a body that is made meanwhile. What the daemon says counts more than that it took no more of the body. */
    void upload(String path, TreeClient.Archive archive) throws DaemonException, IOException {
        Wire wire = connect();
        try {
            String head =
                    "PUT " + BASE + path + dryness("PUT", path) + " HTTP/1.1\r\nHost: jcompose\r\nConnection: close\r\n"
                            + "Content-Type: application/x-tar\r\nTransfer-Encoding: chunked\r\n\r\n";
            send(wire, head, archive);
            answered(wire);
        } finally {
            closeQuietly(wire);
        }
    }

    /** An archive that fails is not ended, so that it is not taken for a whole one. */
    private static void send(Wire wire, String head, TreeClient.Archive archive) throws IOException {
        try {
            ChunkedOutput body = new ChunkedOutput(wire, head);
            archive.write(body);
            body.close();
        } catch (ChunkedOutput.Unread e) {
            System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "the daemon answers before the end", e);
        }
    }

    private static void answered(Wire wire) throws DaemonException {
        try {
            Answer answer = Answer.read(wire);
            if (answer.status() >= 400) {
                throw refused(answer);
            }
        } catch (IOException e) {
            throw broken(e);
        }
    }

    /** Sends a request and reads the answer's head; an answer that is an error is thrown. */
    private Answer ask(String method, String path, byte[] body, String connection, String moreHead)
            throws DaemonException {
        Wire wire = connect();
        try {
            String head = method + " " + BASE + path + dryness(method, path)
                    + " HTTP/1.1\r\nHost: jcompose\r\nConnection: " + connection
                    + "\r\njcompose-user: " + user + "\r\n" + moreHead
                    + "Content-Type: application/json\r\nContent-Length: " + body.length
                    + "\r\n\r\n";
            wire.write(ByteBuffer.wrap(head.getBytes(StandardCharsets.ISO_8859_1)), ByteBuffer.wrap(body));
            Answer answer = Answer.read(wire);
            if (answer.status() < 400) {
                return answer;
            }
            DaemonException.Refused refused = refused(answer);
            closeQuietly(wire);
            throw refused;
        } catch (IOException e) {
            closeQuietly(wire);
            throw broken(e);
        }
    }

    private String dryness(String method, String path) {
        if (!dry || method.equals("GET")) {
            return "";
        }
        return (path.contains("?") ? "&" : "?") + "dryRun=1";
    }

    private static DaemonException.Refused refused(Answer answer) throws IOException {
        byte[] text = answer.body().readNBytes(LARGEST_ERROR);
        return Message.refused(answer.status(), JsonObject.read(text));
    }

    private Wire connect() throws DaemonException {
        try {
            return Wire.connect(socket);
        } catch (IOException e) {
            throw new DaemonException.Unreachable(
                    "cannot connect to the daemon at " + socket + ": " + e.getMessage(), "");
        }
    }

    /** A talk that broke off. */
    static DaemonException.Unreachable broken(IOException cause) {
        DaemonException.Unreachable broken = new DaemonException.Unreachable(
                "the talk with the daemon broke off: " + cause.getMessage(),
                "try again; jcompose starts it when needed");
        broken.initCause(cause);
        return broken;
    }

    /** Closing a socket that is given up: there is nothing left to lose when that fails. */
    static void closeQuietly(Wire wire) {
        try {
            wire.close();
        } catch (IOException e) {
            System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "closing a connection failed", e);
        }
    }
}
