package io.jcompose.spec.decode;

import io.jcompose.spec.Healing;
import io.jcompose.spec.RestartPolicy;
import io.jcompose.spec.Rollout;
import io.jcompose.spec.Service;
import io.jcompose.spec.Value;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** How the containers of a service are restarted, replaced, healed and drained, out of checked words. */
public final class Replacing {
    /** How long a container that is to be replaced may finish what it serves, where {@code x-drain} says nothing. */
    public static final Duration DRAIN = Duration.ofSeconds(10);

    private Replacing() {}

    /** {@code deploy.update_config}. */
    public static Rollout update(Service service) {
        return rollout(service, "update_config");
    }

    /** {@code deploy.rollback_config}. */
    public static Rollout rollback(Service service) {
        return rollout(service, "rollback_config");
    }

    private static Rollout rollout(Service service, String key) {
        Value.Fields fields = new Value.Fields(service.further().fields("deploy", key));
        if (fields.isEmpty()) {
            return Rollout.UNSAID;
        }
        Rollout unsaid = Rollout.UNSAID;
        return new Rollout(
                true,
                (int) number(fields, "parallelism", unsaid.parallelism()),
                duration(fields, "delay").orElse(unsaid.delay()),
                switch (fields.text("failure_action")) {
                    case "rollback" -> Rollout.Failure.ROLLBACK;
                    case "continue" -> Rollout.Failure.CONTINUE;
                    default -> unsaid.failure();
                },
                duration(fields, "monitor").orElse(null),
                number(fields, "max_failure_ratio", unsaid.maxFailureRatio()),
                fields.text("order").equals("start-first") ? Rollout.Order.START_FIRST : unsaid.order());
    }

    /** {@code deploy.restart_policy} where there is one (its condition is any unless it says another), else {@code restart}. */
    public static RestartPolicy policy(Service service) {
        Value.Fields fields = new Value.Fields(service.further().fields("deploy", "restart_policy"));
        if (fields.isEmpty()) {
            return service.restart();
        }
        RestartPolicy.Kind kind = switch (fields.text("condition")) {
            case "none" -> RestartPolicy.Kind.NO;
            case "on-failure" -> RestartPolicy.Kind.ON_FAILURE;
            case "unless-stopped" -> RestartPolicy.Kind.UNLESS_STOPPED;
            default -> RestartPolicy.Kind.ALWAYS;
        };
        return new RestartPolicy(
                kind,
                (int) number(fields, "max_attempts", 0),
                duration(fields, "delay").orElse(Duration.ZERO),
                duration(fields, "window").orElse(Duration.ZERO));
    }

    /** {@code x-heal}; where nothing is said, what may restart after a crash is restarted. */
    public static Healing healing(Service service) {
        return word(service, "x-heal")
                .flatMap(Replacing::healing)
                .orElseGet(() -> policy(service).kind() == RestartPolicy.Kind.NO ? Healing.NONE : Healing.RESTART);
    }

    /** The healing of that name. */
    public static Optional<Healing> healing(String word) {
        return Optional.ofNullable(Map.of("restart", Healing.RESTART, "replace", Healing.REPLACE, "none", Healing.NONE)
                .get(word));
    }

    /** {@code x-drain}. */
    public static Duration drain(Service service) {
        return word(service, "x-drain").flatMap(Replacing::time).orElse(DRAIN);
    }

    /** What an extension says, where that is one word. */
    public static Optional<String> word(Service service, String extension) {
        Optional<Value> value = service.further().at(extension);
        Optional<String> number = value.filter(Value.Decimal.class::isInstance)
                .map(one -> ((Value.Decimal) one).number().toPlainString());
        return number.or(() -> service.further().text(extension));
    }

    /** A duration as files write it; empty for what is none. */
    public static Optional<Duration> time(String text) {
        try {
            return Optional.of(Durations.parse(text));
        } catch (Malformed e) {
            return Optional.empty();
        }
    }

    private static Optional<Duration> duration(Value.Fields fields, String key) {
        return Optional.of(fields.text(key)).filter(text -> !text.isEmpty()).flatMap(Replacing::time);
    }

    private static double number(Value.Fields fields, String key, double otherwise) {
        return fields.values().get(key) instanceof Value.Decimal decimal
                ? decimal.number().doubleValue()
                : otherwise;
    }
}
