package io.jcompose.runtime.seccomp;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * Which system calls are allowed under which circumstances.
 *
 * @param otherwise what a call gets that no rule is about
 * @param machines native architectures, each with those that run on it beside it
 */
record SeccompProfile(SeccompRule.Action otherwise, Map<String, List<String>> machines, List<Conditional> rules) {
    /** A rule and when it applies. */
    record Conditional(List<Predicate<Circumstances>> conditions, SeccompRule rule) {
        boolean applies(Circumstances circumstances) {
            return conditions.stream().allMatch(condition -> condition.test(circumstances));
        }
    }

    /** The rules that apply, in the profile's order. */
    List<SeccompRule> rules(Circumstances circumstances) {
        return rules.stream()
                .filter(rule -> rule.applies(circumstances))
                .map(Conditional::rule)
                .toList();
    }

    /** Architectures that the filter is for besides the native one. */
    List<String> besides(String machine) {
        return machines.getOrDefault(machine, List.of());
    }

    /** Every call that the profile knows of, whether or not its rule applies. */
    Set<String> calls() {
        Set<String> calls = new TreeSet<>();
        rules.forEach(rule -> calls.addAll(rule.rule().calls()));
        return calls;
    }
}
