package io.jcompose.runtime.registry;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;

/** What a registry's status means, for us and in a sentence. */
final class Refusal {
    private static final int LARGEST_BODY = 64 << 10;
    private static final int LONGEST_TEXT = 300;
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Refusal() {}

    /** It may go better in a while. */
    static final class ForNow extends IOException {
        private final Duration wished;

        ForNow(String message, Duration wished) {
            super(message);
            this.wished = wished;
        }

        /** How long the registry wants to be left alone; zero when it does not say. */
        Duration wished() {
            return wished;
        }
    }

    /** Who asks is not known, or may not. */
    static final class Unauthorised extends ContainerException {
        Unauthorised(String message) {
            super(message);
        }
    }

    /** The registry does not have it. */
    static final class Absent extends ContainerException {
        Absent(String message) {
            super(message);
        }
    }

    /** An answer that was not hoped for: what to throw where it is worth to come back, else it is thrown here. */
    static IOException unexpected(Reply reply, Clock clock, String who) throws IOException, ContainerException {
        int status = reply.status();
        String text = who + " " + status + told(reply);
        return switch (status) {
            case 401, 403 -> throw new Unauthorised(text);
            case 404, 410 -> throw new Absent(text);
            case 408, 425, 429, 500, 502, 503, 504 ->
                new ForNow(
                        text + (status == 429 ? ", too many requests: the rate is limited" : ""),
                        RetryPlan.wished(reply.header("Retry-After").orElse(""), clock));
            default -> throw new ContainerException(text);
        };
    }

    /** What a registry says about an error (distribution specification, "Error Codes"), in brackets; may be empty. */
    static String told(Reply reply) {
        try {
            byte[] body = reply.body().readNBytes(LARGEST_BODY);
            JsonNode error = MAPPER.readTree(body).path("errors").path(0);
            String code = error.path("code").asText();
            String message = error.path("message").asText();
            String text = Plain.text(code + (message.isEmpty() ? "" : ", " + message), LONGEST_TEXT);
            return text.isEmpty() ? "" : " (" + text + ")";
        } catch (IOException e) {
            return "";
        }
    }
}
