package io.jcompose.orchestrator.cli;

import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Answers each request with a fixed text, for {@link Training}. */
final class ScriptedDaemon implements AutoCloseable {
    private static final String ROW = "{\"id\":\"0\",\"name\":\"training-web-1\",\"service\":\"web\",\"number\":1,"
            + "\"created\":\"2026-11-22T10:00:00Z\",\"state\":\"running\",\"command\":\"java\",\"publishers\":[{\"url\":"
            + "\"0.0.0.0\",\"publishedPort\":8080,\"targetPort\":80,\"protocol\":\"tcp\"}]}";
    private static final String STATUS =
            "{\"project\":\"training\",\"services\":[\"web\"],\"containers\":[" + ROW + "]}";
    private static final String STREAM =
            "{\"build\":{\"step\":1,\"event\":\"line\",\"text\":\"\",\"millis\":0}}\n{\"progress\":{\"id\":\"Container training-web-1\",\"status\":\"Started\","
                    + "\"phase\":\"DONE\",\"detail\":\"\"}}\n{\"log\":{\"container\":\"web-1\",\"service\":\"web\",\"number\":1,"
                    + "\"time\":\"2026-11-22T10:00:00Z\",\"error\":false,\"partial\":false,\"text\":\"hello\"}}\n"
                    + "{\"result\":{\"found\":true,\"orphans\":[],\"warnings\":[]}}\n";

    private final Path run;
    private final ServerSocketChannel server;

    private ScriptedDaemon(Path run, ServerSocketChannel server) {
        this.run = run;
        this.server = server;
    }

    static ScriptedDaemon open(Path directory) throws IOException {
        Path run = Files.createDirectory(directory.resolve("run"));
        ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                .bind(UnixDomainSocketAddress.of(run.resolve("jcompose.sock")));
        ScriptedDaemon daemon = new ScriptedDaemon(run, server);
        Thread thread = new Thread(daemon::serve, "scripted-daemon");
        thread.setDaemon(true);
        thread.start();
        return daemon;
    }

    Path run() {
        return run;
    }

    private void serve() {
        while (server.isOpen()) {
            try (SocketChannel client = server.accept()) {
                ByteBuffer request = ByteBuffer.allocate(64 << 10);
                if (client.read(request) > 0) {
                    String head =
                            StandardCharsets.ISO_8859_1.decode(request.flip()).toString();
                    client.write(ByteBuffer.wrap(answer(head)));
                }
            } catch (IOException e) {
                System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "a client is gone", e);
            }
        }
    }

    private static byte[] answer(String head) {
        if (head.contains("/exec ")) {
            return "HTTP/1.1 101 Switching Protocols\r\n\r\n\u0003\0\0\0\4\0\0\0\0"
                    .getBytes(StandardCharsets.ISO_8859_1);
        }
        boolean stream = head.startsWith("POST") || head.contains("/logs");
        String body = stream ? STREAM : STATUS;
        String text = stream
                ? "Transfer-Encoding: chunked\r\n\r\n" + Integer.toHexString(body.length()) + "\r\n" + body
                        + "\r\n0\r\n\r\n"
                : "Content-Length: " + body.length() + "\r\n\r\n" + body;
        return ("HTTP/1.1 200 OK\r\n" + text).getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public void close() throws IOException {
        server.close();
        Files.deleteIfExists(run.resolve("jcompose.sock"));
        Files.deleteIfExists(run);
    }
}
