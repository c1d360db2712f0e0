package io.jcompose.spec.decode;

import io.jcompose.spec.Healthcheck;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.ListNode;
import io.jcompose.spec.yaml.Node.MapNode;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** A probe. As in the engine, 0 means the default. */
final class HealthcheckDecoder {
    private static final Duration HALF_MINUTE = Duration.ofSeconds(30);

    private final Fields check;

    private HealthcheckDecoder(Fields check) {
        this.check = check;
    }

    /** Empty when the service says nothing: the image's probe holds. */
    static Optional<Healthcheck> decode(Fields service) {
        Fields check = service.child("healthcheck", ServiceShape.HEALTHCHECK);
        boolean given =
                service.take("healthcheck").filter(HealthcheckDecoder::says).isPresent();
        return given
                ? Optional.of(new HealthcheckDecoder(check).decode()).filter(HealthcheckDecoder::differs)
                : Optional.empty();
    }

    /** The test first: what a record's {@code equals} needs is linked at run time, for milliseconds. */
    private static boolean differs(Healthcheck read) {
        return !read.test().isEmpty() || !read.equals(Healthcheck.UNSAID);
    }

    private static boolean says(Node node) {
        return node instanceof MapNode map
                && map.entries().values().stream()
                        .anyMatch(entry -> !entry.value().isNull());
    }

    private Healthcheck decode() {
        boolean disabled = check.flag("disable", false);
        List<String> test = test();
        if (check.has("start_interval") && !check.has("start_period")) {
            check.error("start_interval", "`start_interval` needs a `start_period`", null);
        }
        return new Healthcheck(
                disabled ? List.of("NONE") : test,
                duration("interval", HALF_MINUTE),
                duration("timeout", HALF_MINUTE),
                check.integer("retries", 0, Integer.MAX_VALUE)
                        .filter(n -> n > 0)
                        .orElse(3),
                duration("start_period", Duration.ZERO),
                duration("start_interval", Duration.ofSeconds(5)));
    }

    private Duration duration(String key, Duration otherwise) {
        return check.scalar(key, Durations::parse).filter(d -> !d.isZero()).orElse(otherwise);
    }

    private List<String> test() {
        if (!(check.take("test").orElse(null) instanceof ListNode)) {
            return check.text("test").map(line -> List.of("CMD-SHELL", line)).orElse(List.of());
        }
        List<String> test = List.copyOf(check.texts("test"));
        boolean known = !test.isEmpty() && List.of("CMD", "CMD-SHELL", "NONE").contains(test.get(0));
        if (!known) {
            check.error(
                    "test",
                    "healthcheck.test must start either by \"CMD\", \"CMD-SHELL\" or \"NONE\"",
                    "as in [\"CMD\", \"curl\", \"-f\", \"http://localhost\"]");
        } else if (test.size() == 1 && !test.get(0).equals("NONE")) {
            check.error("test", "healthcheck.test names no program behind \"" + test.get(0) + "\"", null);
        }
        return test;
    }
}
