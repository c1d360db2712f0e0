package io.jcompose.orchestrator.observe;

import java.time.Duration;

/** Durations in Docker's words. */
final class Ages {
    private Ages() {}

    static String text(Duration age) {
        long seconds = Math.max(0, age.toSeconds());
        if (seconds < 1) {
            return "Less than a second";
        }
        if (seconds < 60) {
            return count(seconds, "second");
        }
        long minutes = seconds / 60;
        if (minutes < 2) {
            return "About a minute";
        }
        if (minutes < 60) {
            return count(minutes, "minute");
        }
        long hours = minutes / 60;
        if (hours < 2) {
            return "About an hour";
        }
        return hours < 48 ? count(hours, "hour") : count(hours / 24, "day");
    }

    private static String count(long number, String unit) {
        return number + " " + unit + (number == 1 ? "" : "s");
    }
}
