package io.jcompose.spec.fuzz;

import java.nio.charset.StandardCharsets;

/** The loader, given any bytes as a file. */
public final class LoaderFuzz {
    private LoaderFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Oracle.loads(new String(input, StandardCharsets.UTF_8));
    }
}
