package io.jcompose.orchestrator.cli.command;

/** Values of {@code --format}. */
final class Formats {
    private Formats() {}

    /** Whether it is JSON; anything but {@code json} and {@code other} is refused. */
    static boolean json(String format, String other) throws UsageException {
        if (format.equals("json")) {
            return true;
        }
        if (!format.equals(other)) {
            throw new UsageException("unknown format: " + format, "one of " + other + ", json");
        }
        return false;
    }
}
