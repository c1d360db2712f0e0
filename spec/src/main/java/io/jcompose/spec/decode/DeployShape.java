package io.jcompose.spec.decode;

import static io.jcompose.spec.decode.Attribute.kept;
import static io.jcompose.spec.decode.Attribute.later;
import static io.jcompose.spec.decode.Attribute.noEffect;

import io.jcompose.spec.Value;
import java.util.List;

/** The attributes of {@code deploy} (compose-spec, deploy). */
final class DeployShape {
    private static final String CLUSTER = "it is for clusters";
    private static final Form COUNT = Forms.integer(0, Integer.MAX_VALUE);

    private static final Shape RESTART_POLICY = Shape.of(
            "a restart policy",
            "",
            kept("condition", Forms.text(DeployShape::condition)),
            kept("delay", Forms.DURATION),
            kept("max_attempts", COUNT),
            kept("window", Forms.DURATION));

    private static final Shape PLACEMENT = Shape.of(
            "a placement",
            "",
            kept("constraints", Forms.TEXTS),
            kept(
                    "preferences",
                    Forms.list(Forms.fields(Shape.of("a placement preference", "", kept("spread", Forms.TEXT))))),
            kept("max_replicas_per_node", COUNT));

    private static final Shape GENERIC = Shape.of(
            "a generic resource",
            "",
            kept(
                    "discrete_resource_spec",
                    Forms.fields(Shape.of(
                            "a discrete resource",
                            "",
                            kept("kind", Forms.TEXT),
                            kept("value", Forms.decimal(0, Long.MAX_VALUE))))));

    static final Shape RESERVATIONS = Shape.of(
            "deploy.resources.reservations",
            "",
            noEffect("cpus", Forms.scalar(text -> Value.of(Quantities.printCpus(Quantities.nanoCpus(text)))), CLUSTER),
            later("memory", Forms.text(text -> Long.toString(Quantities.bytes(text)))),
            later("devices", DeviceShape.RESERVED),
            noEffect("generic_resources", Forms.list(Forms.fields(GENERIC)), CLUSTER));

    static final Shape LIMITS = Shape.of("deploy.resources.limits", "cpus memory pids");

    static final Shape RESOURCES = Shape.of("deploy.resources", "limits reservations");

    static final Shape DEPLOY = Shape.of(
            "deploy",
            "replicas resources",
            kept("restart_policy", Forms.someFields(RESTART_POLICY)),
            kept("update_config", Forms.someFields(rolling("an update_config", "continue", "rollback", "pause"))),
            kept("rollback_config", Forms.someFields(rolling("a rollback_config", "continue", "pause"))),
            noEffect(
                    "mode",
                    Forms.oneOf("replicated", "global", "replicated-job", "global-job")
                            .unless(Value.of("replicated")),
                    CLUSTER),
            noEffect("endpoint_mode", Forms.oneOf("vip", "dnsrr"), CLUSTER),
            noEffect("labels", Forms.TEXTS_BY_KEY, "they are for services of a cluster, not for containers"),
            noEffect("placement", Forms.someFields(PLACEMENT), CLUSTER));

    private DeployShape() {}

    /** The words of the specification, and those of {@code restart}, which docker compose takes too. */
    private static String condition(String word) throws Malformed {
        return switch (word) {
            case "any", "always" -> "any";
            case "none", "no" -> "none";
            case "on-failure", "unless-stopped" -> word;
            default ->
                throw new Malformed(
                        "unknown value `" + word + "`",
                        Nearest.hint(word, List.of("any", "none", "on-failure", "unless-stopped"))
                                .orElse("`none`, `on-failure` or `any`"));
        };
    }

    private static Shape rolling(String noun, String... actions) {
        return Shape.of(
                noun,
                "",
                kept("parallelism", COUNT),
                kept("delay", Forms.DURATION),
                kept("failure_action", Forms.oneOf(actions)),
                kept("monitor", Forms.DURATION),
                kept("max_failure_ratio", Forms.decimal(0, 1)),
                kept("order", Forms.oneOf("start-first", "stop-first")));
    }
}
