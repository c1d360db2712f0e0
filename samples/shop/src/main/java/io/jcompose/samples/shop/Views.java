package io.jcompose.samples.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** How often the list was looked at, in Redis (RESP, https://redis.io/docs/reference/protocol-spec). */
final class Views {
    private static final int MILLISECONDS = 2_000;

    private final String host;
    private final int port;

    private Views(String host, int port) {
        this.host = host;
        this.port = port;
    }

    /** @param address as {@code host:port} */
    static Views of(String address) {
        int colon = address.lastIndexOf(':');
        return new Views(address.substring(0, colon), Integer.parseInt(address.substring(colon + 1)));
    }

    /** Counts one more and says how many there are. */
    long count() throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout(MILLISECONDS);
            socket.connect(new InetSocketAddress(host, port), MILLISECONDS);
            socket.getOutputStream().write("INCR views\r\n".getBytes(StandardCharsets.US_ASCII));
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            String answer = in.readLine();
            if (answer == null || !answer.startsWith(":")) {
                throw new IOException("the cache answered " + answer);
            }
            return Long.parseLong(answer.substring(1));
        }
    }
}
