package io.jcompose.runtime.image;

import com.fasterxml.jackson.databind.JsonNode;
import io.jcompose.runtime.ImageProbe;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The health probe in a configuration (Docker image specification 1.2, Healthcheck: times in nanoseconds). */
final class ProbeJson {
    private static final List<String> KINDS = List.of("CMD", "CMD-SHELL", "NONE");

    /** The daemon runs the probe: no image makes it do that more often. */
    private static final Duration SHORTEST = Duration.ofMillis(100);

    private ProbeJson() {}

    /** Null when it says nothing, or nothing that can be run: an image is not worse for that. */
    static @Nullable ImageProbe read(JsonNode node) {
        List<String> test = new ArrayList<>();
        node.path("Test").forEach(word -> test.add(word.asText()));
        boolean known = !test.isEmpty() && KINDS.contains(test.get(0));
        if (!known || (test.size() == 1 && !test.get(0).equals("NONE"))) {
            return null;
        }
        return new ImageProbe(
                List.copyOf(test),
                time(node, "Interval"),
                time(node, "Timeout"),
                time(node, "StartPeriod"),
                time(node, "StartInterval"),
                (int) Math.min(Math.max(0, node.path("Retries").asLong()), Integer.MAX_VALUE));
    }

    private static Duration time(JsonNode node, String name) {
        long nanos = node.path(name).asLong();
        if (nanos <= 0) {
            return Duration.ZERO;
        }
        Duration time = Duration.ofNanos(nanos);
        return time.compareTo(SHORTEST) < 0 ? SHORTEST : time;
    }
}
