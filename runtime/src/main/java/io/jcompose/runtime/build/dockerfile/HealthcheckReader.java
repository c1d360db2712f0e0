package io.jcompose.runtime.build.dockerfile;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** HEALTHCHECK NONE, or HEALTHCHECK with flags and CMD. */
final class HealthcheckReader {
    private static final Set<String> DURATIONS = Set.of("interval", "timeout", "start-period", "start-interval");
    private static final Pattern PART = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(h|ms|us|µs|ns|m|s)");
    private static final Map<String, Double> NANOS =
            Map.of("h", 3_600e9, "m", 60e9, "s", 1e9, "ms", 1e6, "us", 1e3, "µs", 1e3, "ns", 1.0);
    private static final long SHORTEST = 1_000_000;

    private final Arguments arguments;

    HealthcheckReader(Arguments arguments) {
        this.arguments = arguments;
    }

    Instruction read(Instruction.Written written) throws Malformed {
        arguments.readFlags(Set.of("interval", "timeout", "start-period", "start-interval", "retries"), Set.of());
        String rest = arguments.single("CMD and a command, or NONE");
        String[] both = rest.split("\\s+", 2);
        if (both[0].equalsIgnoreCase("NONE")) {
            if (both.length > 1) {
                throw arguments.wrong("NONE takes nothing behind it");
            }
            return new Instruction.Healthcheck(written, null, Map.of());
        }
        if (!both[0].equalsIgnoreCase("CMD")) {
            throw arguments.wrong("is followed by CMD or NONE, not by '" + both[0] + "'");
        }
        if (both.length < 2) {
            throw arguments.wrong("CMD needs a command");
        }
        Optional<java.util.List<String>> json = JsonWords.read(both[1]);
        Command command = json.isPresent() ? new Command.Exec(json.get()) : new Command.Shell(both[1]);
        return new Instruction.Healthcheck(written, command, flags());
    }

    private Map<String, Long> flags() throws Malformed {
        Map<String, Long> flags = new LinkedHashMap<>();
        for (String name : DURATIONS.stream().sorted().toList()) {
            Optional<String> text = arguments.flag(name);
            if (text.isPresent()) {
                flags.put(name, nanos(name, text.get()));
            }
        }
        Optional<String> retries = arguments.flag("retries");
        if (retries.isPresent()) {
            if (!retries.get().matches("\\d{1,6}")) {
                throw arguments.wrong("has --retries=" + retries.get() + ", which must be a number of 0 or more");
            }
            flags.put("retries", Long.valueOf(retries.get()));
        }
        return Map.copyOf(flags);
    }

    private long nanos(String name, String text) throws Malformed {
        Matcher matcher = PART.matcher(text);
        double sum = 0;
        int at = 0;
        while (at < text.length() && matcher.find(at) && matcher.start() == at) {
            sum += Double.parseDouble(matcher.group(1)) * NANOS.getOrDefault(matcher.group(2), 1.0);
            at = matcher.end();
        }
        if (text.equals("0")) {
            return 0;
        }
        if (at < text.length() || text.isEmpty() || (sum != 0 && sum < SHORTEST) || sum > Long.MAX_VALUE / 2.0) {
            throw arguments.wrong("has --" + name + "=" + text + ", which is no duration like 30s of at least 1ms");
        }
        return (long) sum;
    }
}
