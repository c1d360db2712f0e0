package io.jcompose.runtime;

import java.util.List;

/**
 * A limit of setrlimit(2).
 *
 * @param name as in the Compose file: {@code nofile}, {@code nproc} ...
 * @param soft in the unit of the resource; -1 for none
 * @param hard likewise, not below the soft one
 */
public record ResourceLimit(String name, long soft, long hard) {
    /** In the order of their numbers on the architectures that we know (asm-generic/resource.h). */
    private static final List<String> NAMES = List.of(
            "cpu",
            "fsize",
            "data",
            "stack",
            "core",
            "rss",
            "nproc",
            "nofile",
            "memlock",
            "as",
            "locks",
            "sigpending",
            "msgqueue",
            "nice",
            "rtprio",
            "rttime");

    public ResourceLimit {
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "there is no limit '" + name + "'; there are " + String.join(", ", NAMES));
        }
        if (soft < -1 || hard < -1 || Long.compareUnsigned(soft, hard) > 0) {
            throw new IllegalArgumentException("the limit " + name + "=" + soft + ":" + hard
                    + " must have a soft limit that is not above the hard one; -1 is without limit");
        }
    }

    /** The number of the resource for setrlimit(2). */
    public int number() {
        return NAMES.indexOf(name);
    }

    /** Reads {@code NAME=SOFT[:HARD]}, as Docker's command line has it. */
    public static ResourceLimit parse(String text) {
        int equals = text.indexOf('=');
        String[] numbers = text.substring(equals + 1).split(":", -1);
        try {
            if (equals > 0 && numbers.length <= 2) {
                return new ResourceLimit(
                        text.substring(0, equals),
                        Long.parseLong(numbers[0]),
                        Long.parseLong(numbers[numbers.length - 1]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(wrong(text), e);
        }
        throw new IllegalArgumentException(wrong(text));
    }

    private static String wrong(String text) {
        return "the limit '" + text + "' is no NAME=SOFT[:HARD], as nofile=1024:2048";
    }

    @Override
    public String toString() {
        return name + "=" + soft + ":" + hard;
    }
}
