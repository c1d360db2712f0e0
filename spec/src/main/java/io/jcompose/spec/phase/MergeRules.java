package io.jcompose.spec.phase;

import static java.util.Map.entry;

import io.jcompose.spec.decode.MergeKeys;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The table of special rules, by tree path; {@code *} stands for any key. What is not here is {@link MergeRule#PLAIN}. */
final class MergeRules {
    /** To be written for the mapping, and with {@code .*} for its values. */
    private static final MergeRule TEXTS_BY_KEY = MergeRule.promoted(ShortForms::keyValues);

    private static final MergeRule VALUE = MergeRule.REPLACED_ALSO_BY_NULL;
    private static final MergeRule UNIQUE_TEXTS = MergeRule.unique(MergeKeys::text);
    private static final MergeRule UNIQUE_OR_SINGLE = MergeRule.uniqueOrSingle(MergeKeys::text);
    private static final MergeRule HOSTS = MergeRule.promoted(ShortForms::hosts);
    private static final MergeRule NAMES = MergeRule.promoted(ShortForms::names);

    static final Map<String, MergeRule> TABLE = Map.ofEntries(
            entry("services.*.annotations", TEXTS_BY_KEY),
            entry("services.*.annotations.*", VALUE),
            entry("services.*.build", MergeRule.promoted(ShortForms::build)),
            entry("services.*.build.additional_contexts", TEXTS_BY_KEY),
            entry("services.*.build.additional_contexts.*", VALUE),
            entry("services.*.build.args", TEXTS_BY_KEY),
            entry("services.*.build.args.*", VALUE),
            entry("services.*.build.extra_hosts", HOSTS),
            entry("services.*.build.labels", TEXTS_BY_KEY),
            entry("services.*.build.labels.*", VALUE),
            entry("services.*.build.ssh", TEXTS_BY_KEY),
            entry("services.*.build.tags", UNIQUE_TEXTS),
            entry("services.*.build.ulimits.*", MergeRule.REPLACED),
            entry("services.*.cap_add", UNIQUE_TEXTS),
            entry("services.*.cap_drop", UNIQUE_TEXTS),
            entry("services.*.command", VALUE),
            entry("services.*.configs", MergeRule.unique(MergeKeys::config)),
            entry("services.*.depends_on", MergeRule.promoted(ShortForms::dependencies)),
            entry("services.*.deploy.labels", TEXTS_BY_KEY),
            entry("services.*.deploy.labels.*", VALUE),
            entry("services.*.devices", MergeRule.unique(MergeKeys::device)),
            entry("services.*.dns", UNIQUE_OR_SINGLE),
            entry("services.*.dns_opt", UNIQUE_TEXTS),
            entry("services.*.dns_search", UNIQUE_OR_SINGLE),
            entry("services.*.entrypoint", VALUE),
            entry("services.*.env_file", MergeRule.uniqueOrSingle(MergeKeys::envFile)),
            entry("services.*.environment", TEXTS_BY_KEY),
            entry("services.*.environment.*", VALUE),
            entry("services.*.expose", UNIQUE_TEXTS),
            entry("services.*.extra_hosts", HOSTS),
            entry("services.*.healthcheck.test", VALUE),
            entry("services.*.label_file", UNIQUE_OR_SINGLE),
            entry("services.*.labels", TEXTS_BY_KEY),
            entry("services.*.labels.*", VALUE),
            entry("services.*.links", UNIQUE_TEXTS),
            entry("services.*.logging", MergeRule.OF_ONE_DRIVER),
            entry("services.*.models", NAMES),
            entry("services.*.networks", NAMES),
            entry("services.*.networks.*.aliases", UNIQUE_TEXTS),
            entry("services.*.networks.*.link_local_ips", UNIQUE_TEXTS),
            entry("services.*.ports", MergeRule.unique(MergeKeys::port)),
            entry("services.*.profiles", UNIQUE_TEXTS),
            entry("services.*.secrets", MergeRule.unique(MergeKeys::secret)),
            entry("services.*.sysctls", TEXTS_BY_KEY),
            entry("services.*.sysctls.*", VALUE),
            entry("services.*.tmpfs", UNIQUE_OR_SINGLE),
            entry("services.*.ulimits.*", MergeRule.REPLACED),
            entry("services.*.volumes", MergeRule.unique(MergeKeys::mount)),
            entry("networks.*.ipam.config", MergeRule.overlaid(MergeKeys::subnet)),
            entry("networks.*.labels", TEXTS_BY_KEY),
            entry("networks.*.labels.*", VALUE),
            entry("volumes.*.labels", TEXTS_BY_KEY),
            entry("volumes.*.labels.*", VALUE),
            entry("secrets.*.labels", TEXTS_BY_KEY),
            entry("secrets.*.labels.*", VALUE),
            entry("configs.*.labels", TEXTS_BY_KEY),
            entry("configs.*.labels.*", VALUE));

    private static final Branch ROOT = new Branch();

    static {
        TABLE.forEach((pattern, rule) -> ROOT.grow(pattern).rule = rule);
    }

    private MergeRules() {}

    static MergeRule at(List<String> path) {
        Branch branch = ROOT;
        for (String key : path) {
            Branch any = branch.below.get("*");
            Branch next = any == null ? branch.below.get(key) : any;
            if (next == null) {
                return MergeRule.PLAIN;
            }
            branch = next;
        }
        return branch.rule;
    }

    /** The table as a tree, for one look-up per key. */
    private static final class Branch {
        private final Map<String, Branch> below = new HashMap<>();
        private MergeRule rule = MergeRule.PLAIN;

        Branch grow(String pattern) {
            Branch branch = this;
            for (String key : pattern.split("\\.")) {
                branch = branch.below.computeIfAbsent(key, name -> new Branch());
            }
            return branch;
        }
    }
}
