package io.jcompose.network.linux;

import java.nio.charset.StandardCharsets;
import java.util.function.Predicate;
import java.util.zip.CRC32;

/** Interface names: a prefix of ten characters, and five that are a function of what it is for. */
final class LinkNames {
    private static final int SUFFIX = 5;
    private static final int RADIX = 36;
    private static final long SUFFIXES = 60_466_176;

    private LinkNames() {}

    /** The name; where another one has it already, the next that is free. */
    static String choose(String prefix, String subject, Predicate<String> taken) {
        for (int salt = 0; ; salt++) {
            var checksum = new CRC32();
            checksum.update((subject + "\0" + salt).getBytes(StandardCharsets.UTF_8));
            String suffix = Long.toString(checksum.getValue() % SUFFIXES, RADIX);
            String name = prefix + "0".repeat(SUFFIX - suffix.length()) + suffix;
            if (!taken.test(name)) {
                return name;
            }
        }
    }
}
