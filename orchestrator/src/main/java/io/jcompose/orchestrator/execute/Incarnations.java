package io.jcompose.orchestrator.execute;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Random container ids: 32 lower-case hex digits, of which the first 12 are shown. */
final class Incarnations {
    private static final SecureRandom RANDOM = new SecureRandom();

    private Incarnations() {}

    static String next() {
        byte[] bytes = new byte[16];
        RANDOM.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }
}
