package io.jcompose.orchestrator.daemon;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Clients that ask a published port as fast as they can until they are stopped, so that they come from the same port again
 * within seconds: some with a connection for each
 * request, some that keep theirs, and open another one only when the server has closed it between two requests.
 */
final class Load implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 5_000;

    private final ScratchHost host;
    private final int port;
    private final List<Thread> clients = new ArrayList<>();
    private final Map<String, AtomicInteger> answers = new ConcurrentHashMap<>();
    private final Queue<String> failures = new ConcurrentLinkedQueue<>();
    private volatile boolean over;

    private Load(ScratchHost host, int port) {
        this.host = host;
        this.port = port;
    }

    static Load begin(ScratchHost host, int port, int impatient, int faithful) {
        Load load = new Load(host, port);
        for (int i = 0; i < impatient + faithful; i++) {
            boolean keeps = i >= impatient;
            Thread client = new Thread(() -> load.run(keeps), "client-" + i);
            load.clients.add(client);
            client.start();
        }
        return load;
    }

    private void run(boolean keeps) {
        try {
            host.in(() -> {
                Socket kept = null;
                while (!over) {
                    kept = ask(kept, keeps);
                }
                if (kept != null) {
                    kept.close();
                }
                return true;
            });
        } catch (IOException e) {
            failures.add("client: " + e);
        }
    }

    /** One request; the connection that may be used again. */
    private @Nullable Socket ask(@Nullable Socket kept, boolean keeps) {
        Socket socket = kept;
        try {
            if (socket == null) {
                socket = new Socket();
                socket.connect(new InetSocketAddress("127.0.0.1", port), PATIENCE_MILLIS);
                socket.setSoTimeout(PATIENCE_MILLIS);
            }
            String line = talk(socket, keeps);
            if (line.isEmpty() && kept != null) {
                // Closed between two requests: every HTTP client asks again on another connection (RFC 9112, 9.3.1).
                socket.close();
                return null;
            }
            answers.computeIfAbsent(line, key -> new AtomicInteger()).incrementAndGet();
            if (keeps) {
                return socket;
            }
            socket.close();
        } catch (IOException e) {
            if (kept == null) {
                failures.add(String.valueOf(e.getMessage()));
            }
            close(socket);
        }
        return null;
    }

    private void close(@Nullable Socket socket) {
        try {
            if (socket != null) {
                socket.close();
            }
        } catch (IOException e) {
            failures.add("close: " + e.getMessage());
        }
    }

    private static String talk(Socket socket, boolean keeps) throws IOException {
        String request = "GET / HTTP/1.1\r\nHost: x\r\n" + (keeps ? "" : "Connection: close\r\n") + "\r\n";
        socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
        var text = new StringBuilder();
        InputStream in = socket.getInputStream();
        while (text.indexOf("\r\n\r\n") < 0
                || text.charAt(text.length() - 1) != '\n'
                || body(text).isEmpty()) {
            int read = in.read();
            if (read < 0) {
                return "";
            }
            text.append((char) read);
        }
        return body(text);
    }

    private static String body(StringBuilder text) {
        return text.substring(text.indexOf("\r\n\r\n") + 4).strip();
    }

    /** How often each answer came so far. */
    int count(String answer) {
        AtomicInteger count = answers.get(answer);
        return count == null ? 0 : count.get();
    }

    List<String> failures() {
        return List.copyOf(failures);
    }

    @Override
    public void close() {
        over = true;
        for (Thread client : clients) {
            try {
                client.join(2L * PATIENCE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    @Override
    public String toString() {
        return answers + " answers, " + failures.size() + " failed";
    }
}
