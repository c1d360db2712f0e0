package io.jcompose.spec.phase;

import io.jcompose.spec.decode.MergeKeys;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The table of special rules, by tree path; {@code *} stands for any key. What is not here is {@link MergeRule#PLAIN}. */
final class MergeRules {
    private static final Set<String> HOLDS_CHOSEN_KEYS = Set.of("environment", "labels", "networks", "depends_on");
    private static final MergeRule TEXTS_BY_KEY = MergeRule.promoted(ShortForms::keyValues);
    private static final MergeRule UNIQUE_TEXTS = MergeRule.unique(MergeKeys::text);

    private static final Map<String, MergeRule> TABLE = Map.ofEntries(
            Map.entry("services.*.command", MergeRule.REPLACED_ALSO_BY_NULL),
            Map.entry("services.*.entrypoint", MergeRule.REPLACED_ALSO_BY_NULL),
            Map.entry("services.*.healthcheck.test", MergeRule.REPLACED_ALSO_BY_NULL),
            Map.entry("services.*.depends_on", MergeRule.promoted(ShortForms::dependencies)),
            Map.entry("services.*.networks", MergeRule.promoted(ShortForms::names)),
            Map.entry("services.*.networks.*.aliases", UNIQUE_TEXTS),
            Map.entry("services.*.environment", TEXTS_BY_KEY),
            Map.entry("services.*.environment.*", MergeRule.REPLACED_ALSO_BY_NULL),
            Map.entry("services.*.labels", TEXTS_BY_KEY),
            Map.entry("services.*.labels.*", MergeRule.REPLACED_ALSO_BY_NULL),
            Map.entry("networks.*.labels", TEXTS_BY_KEY),
            Map.entry("networks.*.labels.*", MergeRule.REPLACED_ALSO_BY_NULL),
            Map.entry("volumes.*.labels", TEXTS_BY_KEY),
            Map.entry("volumes.*.labels.*", MergeRule.REPLACED_ALSO_BY_NULL),
            Map.entry("services.*.env_file", MergeRule.uniqueOrSingle(MergeKeys::envFile)),
            Map.entry("services.*.extra_hosts", new MergeRule(ShortForms::hosts, false, false)),
            Map.entry("services.*.ports", MergeRule.unique(MergeKeys::port)),
            Map.entry("services.*.volumes", MergeRule.unique(MergeKeys::mount)),
            Map.entry("services.*.expose", UNIQUE_TEXTS),
            Map.entry("services.*.links", UNIQUE_TEXTS),
            Map.entry("services.*.profiles", UNIQUE_TEXTS),
            Map.entry("networks.*.ipam.config", MergeRule.overlaid(MergeKeys::subnet)));

    private MergeRules() {}

    static MergeRule at(List<String> path) {
        return TABLE.getOrDefault(pattern(path), MergeRule.PLAIN);
    }

    /** Keys that the user chose stand second and fourth: {@code services.web.labels.tier}. */
    private static String pattern(List<String> path) {
        StringBuilder pattern = new StringBuilder();
        for (int i = 0; i < path.size(); i++) {
            boolean chosen = i == 1 || (i == 3 && HOLDS_CHOSEN_KEYS.contains(path.get(2)));
            pattern.append(i == 0 ? "" : ".").append(chosen ? "*" : path.get(i));
        }
        return pattern.toString();
    }
}
