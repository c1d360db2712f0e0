package io.jcompose.orchestrator.daemon;

import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/**
 * Where a daemon keeps things.
 *
 * @param root what outlives a reboot, as {@code /var/lib/jcompose}
 * @param run what does not, as {@code /run/jcompose}
 */
record Directories(Path root, Path run) {
    /** From {@code --root}, {@code --run-dir}, JCOMPOSE_ROOT, JCOMPOSE_RUN, in this order. */
    static Directories of(String[] arguments) {
        return new Directories(
                Path.of(choose(arguments, "--root", "JCOMPOSE_ROOT", "/var/lib/jcompose"))
                        .toAbsolutePath()
                        .normalize(),
                Path.of(choose(arguments, "--run-dir", "JCOMPOSE_RUN", "/run/jcompose"))
                        .toAbsolutePath()
                        .normalize());
    }

    private static String choose(String[] arguments, String option, String variable, String otherwise) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].equals(option) && i + 1 < arguments.length) {
                return arguments[i + 1];
            }
            if (arguments[i].startsWith(option + "=")) {
                return arguments[i].substring(option.length() + 1);
            }
        }
        String value = System.getenv(variable);
        return value == null || value.isEmpty() ? otherwise : value;
    }

    Path socket() {
        return run.resolve("jcompose.sock");
    }

    /** Eight hex digits, made once per root: they set the names of two daemons' bridges, cgroups and tables apart. */
    String instance() throws IOException {
        Path file = root.resolve("instance");
        if (Files.exists(file)) {
            String known = Files.readString(file).strip();
            if (known.matches("[0-9a-f]{8}")) {
                return known;
            }
        }
        byte[] bytes = new byte[4];
        new SecureRandom().nextBytes(bytes);
        String fresh = HexFormat.of().formatHex(bytes);
        new Disk(DiskWitness.NONE).write(file, (fresh + "\n").getBytes(StandardCharsets.US_ASCII));
        return fresh;
    }
}
