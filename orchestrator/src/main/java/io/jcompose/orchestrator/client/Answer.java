package io.jcompose.orchestrator.client;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * The head of an HTTP/1.1 answer and the way to its body.
 *
 * @param status the status code
 * @param headers by lower-case name
 */
record Answer(int status, Map<String, String> headers, Wire wire) {

    /** Reads the head. */
    static Answer read(Wire wire) throws IOException {
        String[] first = wire.line().split(" ", 3);
        if (first.length < 2 || !first[0].startsWith("HTTP/1.") || !first[1].matches("[1-5]\\d\\d")) {
            throw new IOException("what listens there does not speak HTTP");
        }
        Map<String, String> headers = new HashMap<>();
        for (String line = wire.line(); !line.isEmpty(); line = wire.line()) {
            int colon = line.indexOf(':');
            if (colon > 0) {
                headers.put(
                        line.substring(0, colon).toLowerCase(Locale.ROOT),
                        line.substring(colon + 1).strip());
            }
        }
        return new Answer(Integer.parseInt(first[1]), headers, wire);
    }

    /** The body, whichever way its end is told (RFC 9112, section 6). */
    InputStream body() throws IOException {
        if (headers.getOrDefault("transfer-encoding", "").equalsIgnoreCase("chunked")) {
            return new ChunkedBody(wire);
        }
        String length = headers.get("content-length");
        return new SizedBody(wire, length == null ? Long.MAX_VALUE : parsed(length));
    }

    private static long parsed(String length) throws IOException {
        if (!length.matches("\\d{1,15}")) {
            throw new IOException("the answer has a bad Content-Length: " + length);
        }
        return Long.parseLong(length);
    }
}
