package io.jcompose.orchestrator.cli.command;

import java.nio.file.Path;

/** Files that the daemon reads and writes for this call. Our own streams it reaches by their names in /proc. */
final class OwnStreams {
    private static final String STANDARD = "-";

    private OwnStreams() {}

    /** @param file empty or {@code -} for the standard input */
    static String input(Session session, String file, String example) throws UsageException {
        if (!isStandard(file)) {
            return absolute(session, file);
        }
        if (session.console().terminal().in()) {
            throw new UsageException("there is nothing to read on a terminal", example);
        }
        return own(0);
    }

    /** @param file empty or {@code -} for the standard output */
    static String output(Session session, String file, String example) throws UsageException {
        if (!isStandard(file)) {
            return absolute(session, file);
        }
        if (session.console().terminal().out()) {
            throw new UsageException("an archive cannot be written to a terminal", example);
        }
        return own(1);
    }

    private static boolean isStandard(String file) {
        return file.isEmpty() || file.equals(STANDARD);
    }

    private static String absolute(Session session, String file) {
        Path path = session.console().directory().resolve(file);
        return path.toAbsolutePath().normalize().toString();
    }

    private static String own(int descriptor) {
        return "/proc/" + ProcessHandle.current().pid() + "/fd/" + descriptor;
    }
}
