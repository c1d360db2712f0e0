package io.jcompose.orchestrator.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;

/** A daemon on a real unix socket that answers what a test told it to, and remembers what it was asked. */
final class FakeDaemon implements AutoCloseable {
    private final Path run;
    private final ServerSocketChannel server;
    private final Map<String, byte[]> answers = new LinkedHashMap<>();
    private final List<String> requests = new CopyOnWriteArrayList<>();

    private FakeDaemon(Path run, ServerSocketChannel server) {
        this.run = run;
        this.server = server;
    }

    static FakeDaemon in(Path run) {
        try {
            ServerSocketChannel server = ServerSocketChannel.open(StandardProtocolFamily.UNIX)
                    .bind(UnixDomainSocketAddress.of(run.resolve("jcompose.sock")));
            FakeDaemon daemon = new FakeDaemon(run, server);
            Thread thread = new Thread(daemon::serve, "fake-daemon");
            thread.setDaemon(true);
            thread.start();
            return daemon;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Path run() {
        return run;
    }

    /** Requests as {@code GET /path body}, in order. */
    List<String> requests() {
        return requests;
    }

    /** Answers the request whose line starts with {@code start} with one JSON object. */
    FakeDaemon says(String start, int status, String json) {
        answers.put(start, ascii("HTTP/1.1 " + status + " X\r\nContent-Length: " + json.length() + "\r\n\r\n" + json));
        return this;
    }

    /** Answers with a chunk for each line, cut in the middle of lines too. */
    FakeDaemon streams(String start, String... lines) {
        StringBuilder text = new StringBuilder("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n");
        for (String line : lines) {
            int half = line.length() / 2;
            chunk(text, line.substring(0, half));
            chunk(text, line.substring(half) + "\n");
        }
        answers.put(start, ascii(text.append("0\r\n\r\n").toString()));
        return this;
    }

    /** Answers with bytes, one for each character. */
    FakeDaemon sends(String start, String bytes) {
        answers.put(start, ascii(bytes));
        return this;
    }

    private static void chunk(StringBuilder text, String part) {
        text.append(Integer.toHexString(part.length()))
                .append("\r\n")
                .append(part)
                .append("\r\n");
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    private void serve() {
        try {
            while (true) {
                try (SocketChannel client = server.accept()) {
                    answer(client);
                }
            }
        } catch (ClosedChannelException e) {
            requests.add("closed");
        } catch (IOException e) {
            requests.add("failed: " + e);
        }
    }

    private void answer(SocketChannel client) throws IOException {
        String request = read(client);
        if (request.isEmpty()) {
            return;
        }
        String line = request.substring(0, request.indexOf(" HTTP/"));
        String body = request.substring(request.indexOf("\r\n\r\n") + 4);
        requests.add((line.replace("/jcompose/v1", "") + " " + body).strip());
        byte[] answer = answers.entrySet().stream()
                .filter(entry -> line.replace("/jcompose/v1", "").startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst()
                .orElse(ascii("HTTP/1.1 404 X\r\nContent-Length: 27\r\n\r\n{\"message\":\"no such thing\"}"));
        client.write(ByteBuffer.wrap(answer));
    }

    private static String read(SocketChannel client) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(64 << 10);
        while (client.read(bytes) >= 0) {
            String text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.ISO_8859_1);
            int end = text.indexOf("\r\n\r\n");
            if (end >= 0 && text.length() - end - 4 >= length(text)) {
                return text;
            }
        }
        return "";
    }

    private static int length(String head) {
        int at = head.indexOf("Content-Length: ") + "Content-Length: ".length();
        return Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
    }

    @Override
    public void close() {
        try {
            server.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
