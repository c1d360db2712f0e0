package io.jcompose.runtime.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** The head of an answer, and its body, which is to be closed. */
record Reply(URI uri, int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
    private static final Set<Integer> REDIRECTS = Set.of(301, 302, 303, 307, 308);

    boolean redirects() {
        return REDIRECTS.contains(status);
    }

    boolean good() {
        return status / 100 == 2;
    }

    Optional<String> header(String name) {
        return headers.firstValue(name);
    }

    /** Bytes that the body has, as the head says; empty when it says nothing, or nothing possible. */
    OptionalLong length() {
        String text = header("Content-Length").orElse("");
        return text.matches("[0-9]{1,18}") ? OptionalLong.of(Long.parseLong(text)) : OptionalLong.empty();
    }

    /** The whole body, or null when it has more than {@code most} bytes. */
    byte @org.jspecify.annotations.Nullable [] bytes(int most) throws IOException {
        if (length().orElse(0) > most) {
            return null;
        }
        byte[] read = body.readNBytes(most + 1);
        return read.length > most ? null : read;
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
