package io.jcompose.spec.schema;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** Where our answer is not the schema's: the known ones with their reasons, and those that nobody knows. */
final class Differences {
    /** Not in a probe, but in golden files. */
    static final String DEVICE_OF_ONE_PATH = "devices\\]: is missing a mount target";

    /** What the schema refuses and we take, by its sentence. */
    private static final Map<String, String> TAKEN = Map.of(
            DEVICE_OF_ONE_PATH,
            "a device's target is its source, says the specification",
            "must have only unique items",
            "an entry that is given twice means what it means once",
            "blkio_config: property 'x-a'",
            "x-* attributes are allowed wherever keys are not the user's own",
            "(context_size|priority|initial_sync|use_api_socket): string found",
            "a variable gives a string, and nothing else casts these",
            "cpu_(period|quota|rt_period|rt_runtime)\\]: failed to cast",
            "durations, says the specification");

    /** What the schema takes and we refuse, by our sentence: what compose-go or the engine refuses later, or cannot mean. */
    private static final Map<String, String> REFUSED = new LinkedHashMap<>();

    static {
        REFUSED.put(
                "`(.|\\s)*`: (not |invalid |unknown |no port specified|the path in the container)", "syntax of a text");
        REFUSED.put(
                "`(.|\\s)*`: must be (true or false|a number|a whole number|between|greater|less)",
                "numbers and flags");
        REFUSED.put("`(.|\\s)*`: (CPUs must be|the soft limit is above)", "numbers and flags");
        REFUSED.put("refers to undefined|depends on undefined|not found|cannot read|cannot extend", "references");
        REFUSED.put(
                "cycle|declares (mutually exclusive|unknown|non-buildable)|exclude each other|can't set",
                "consistency");
        REFUSED.put(
                "already mounted|must be set|must include the service|conflicting parameters|must start either by",
                "consistency");
        REFUSED.put(
                "has neither an image nor a build|a static address needs|in the subnet|in none of the subnets|overlaps|is the gateway",
                "consistency");
        REFUSED.put(
                "(block device|grant|hook|port|include|address pool) misses its", "what names nothing can do nothing");
        REFUSED.put("an attribute of a device request", "the schema's own rule stands one level too high");
        REFUSED.put("is not an attribute of `external`", "secrets and configs are as networks and volumes are");
        REFUSED.put("in `storage_opt` must be a text", "compose-go has texts there, which its schema does not say");
        REFUSED.put("`x-(heal|drain|reload|environments)`", "x-* is anything to the schema, and these are ours");
        REFUSED.put("cannot be replaced start-first", "two containers cannot have one name or address");
        REFUSED.put("needs a `start_period`", "docker compose refuses it later");
    }

    private final Set<String> unknown = new TreeSet<>();
    private final Set<String> used = new TreeSet<>();

    /** Judges one pair of answers; {@code what} tells which. */
    void add(Answers answers, String what) {
        if (answers.refused() && answers.ours().isEmpty()) {
            note(TAKEN.keySet(), answers.theirs(), "taken though the schema refuses " + what);
        } else if (!answers.refused() && !answers.ours().isEmpty()) {
            for (String message : answers.ours()) {
                note(REFUSED.keySet(), List.of(message), "refused though the schema takes " + what);
            }
        }
    }

    private void note(Set<String> known, List<String> sentences, String what) {
        List<String> reasons = new ArrayList<>();
        for (String pattern : known) {
            Pattern wanted = Pattern.compile(pattern);
            if (sentences.stream().anyMatch(sentence -> wanted.matcher(sentence).find())) {
                reasons.add(pattern);
            }
        }
        used.addAll(reasons);
        if (reasons.isEmpty()) {
            unknown.add(what + ": " + sentences);
        }
    }

    /** The differences that are in no table. */
    Set<String> unknown() {
        return unknown;
    }

    /** What the table of refusals that we do not share has in vain. */
    Set<String> unused() {
        Set<String> unused = new TreeSet<>(TAKEN.keySet());
        unused.removeAll(used);
        return unused;
    }
}
