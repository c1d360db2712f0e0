package io.jcompose.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Duration;

/**
 * What a token server answers (Docker's token authentication specification).
 *
 * @param life how long it may be used
 */
record TokenAnswer(String token, Duration life) {
    /** Bytes. */
    static final int LARGEST = 1 << 20;

    private static final long USUAL_SECONDS = 60;
    private static final long LONGEST_SECONDS = 3600;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    /** @throws IOException when there is no token in it that could stand in a header */
    static TokenAnswer parse(byte[] json) throws IOException {
        JsonNode root = MAPPER.readTree(json);
        String token = root.path("token").asText();
        if (token.isEmpty()) {
            token = root.path("access_token").asText();
        }
        if (token.isEmpty() || token.chars().anyMatch(c -> c <= ' ' || c > '~')) {
            throw new IOException("there is no token in its answer");
        }
        long seconds = root.path("expires_in").asLong(USUAL_SECONDS);
        return new TokenAnswer(token, Duration.ofSeconds(Math.max(1, Math.min(seconds, LONGEST_SECONDS))));
    }

    @Override
    public String toString() {
        return "TokenAnswer[" + life + "]";
    }
}
