package io.jcompose.spec.schema;

import io.jcompose.spec.yaml.Node.Kind;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Strings that the reference loader reads as something else before its schema sees them (compose-go, interpolate.go). */
final class Casts {
    private static final Set<String> FLAGS = Set.of("true", "false", "y", "yes", "on", "n", "no", "off");
    private static final Map<String, Kind> TABLE = table();

    /** What a string became, or that it cannot. */
    record Cast(ScalarNode node, boolean failed) {}

    private Casts() {}

    static Cast apply(List<String> path, ScalarNode scalar) {
        Optional<Kind> kind = scalar.kind() == Kind.STRING
                ? TABLE.entrySet().stream()
                        .filter(row -> Patterns.matches(row.getKey(), path))
                        .map(Map.Entry::getValue)
                        .findFirst()
                : Optional.empty();
        if (kind.isEmpty()) {
            return new Cast(scalar, false);
        }
        return new Cast(
                new ScalarNode(scalar.span(), value(scalar.text()), kind.get()), !fits(kind.get(), scalar.text()));
    }

    private static String value(String text) {
        String lower = text.toLowerCase(java.util.Locale.ROOT);
        return FLAGS.contains(lower)
                ? String.valueOf(Set.of("true", "y", "yes", "on").contains(lower))
                : text;
    }

    private static boolean fits(Kind kind, String text) {
        return switch (kind) {
            case INT -> text.matches("[-+]?[0-9]{1,18}");
            case FLOAT -> text.matches("[-+]?([0-9]+\\.?[0-9]*|\\.[0-9]+)([eE][-+]?[0-9]{1,2})?");
            default -> FLAGS.contains(text.toLowerCase(java.util.Locale.ROOT));
        };
    }

    private static Map<String, Kind> table() {
        Map<String, Kind> table = new TreeMap<>();
        put(table, Kind.INT, """
                cpu_count cpu_period cpu_quota cpu_rt_period cpu_rt_runtime cpu_shares deploy.replicas
                deploy.update_config.parallelism deploy.rollback_config.parallelism deploy.restart_policy.max_attempts
                deploy.placement.max_replicas_per_node healthcheck.retries oom_score_adj pids_limit ports.[].target
                scale ulimits.* ulimits.*.hard ulimits.*.soft""");
        put(
                table,
                Kind.FLOAT,
                "cpu_percent cpus deploy.update_config.max_failure_ratio deploy.rollback_config.max_failure_ratio");
        put(table, Kind.BOOL, """
                init depends_on.*.required depends_on.*.restart healthcheck.disable oom_kill_disable privileged read_only
                stdin_open tty volumes.[].read_only volumes.[].volume.nocopy""");
        for (String flag : List.of("external", "internal", "attachable", "enable_ipv4", "enable_ipv6")) {
            table.put("networks.*." + flag, Kind.BOOL);
        }
        for (String kind : List.of("volumes", "secrets", "configs")) {
            table.put(kind + ".*.external", Kind.BOOL);
        }
        return table;
    }

    private static void put(Map<String, Kind> table, Kind kind, String paths) {
        for (String path : paths.strip().split("\\s+")) {
            table.put("services.*." + path, kind);
        }
    }
}
