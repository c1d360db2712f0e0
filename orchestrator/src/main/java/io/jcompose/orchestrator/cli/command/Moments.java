package io.jcompose.orchestrator.cli.command;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneId;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Points in time as docker's {@code --since} takes them. */
final class Moments {
    private static final Pattern AGE =
            Pattern.compile("(?:(\\d{1,6})h)?(?:(\\d{1,8})m)?(?:(\\d{1,9})s)?(?:(\\d{1,9})ms)?");
    private static final Pattern EPOCH = Pattern.compile("(\\d{9,11})(?:\\.(\\d{1,9}))?");

    private Moments() {}

    /** RFC 3339 in UTC; empty for null. Takes RFC 3339, a local date (and time), seconds since 1970, or an age. */
    static String of(@Nullable String text, Instant now) throws UsageException {
        return text == null ? "" : parsed(text, now).toString();
    }

    private static Instant parsed(String text, Instant now) throws UsageException {
        Matcher epoch = EPOCH.matcher(text);
        if (epoch.matches()) {
            String fraction = epoch.group(2) == null ? "" : epoch.group(2);
            long nanos = Long.parseLong((fraction + "000000000").substring(0, 9));
            return Instant.ofEpochSecond(Long.parseLong(epoch.group(1)), nanos);
        }
        Matcher age = AGE.matcher(text);
        if (!text.isEmpty() && age.matches()) {
            return now.minus(Duration.ofHours(number(age, 1))
                    .plusMinutes(number(age, 2))
                    .plusSeconds(number(age, 3))
                    .plusMillis(number(age, 4)));
        }
        return date(text.toUpperCase(Locale.ROOT), text);
    }

    private static Instant date(String upper, String text) throws UsageException {
        try {
            if (upper.length() == "2026-11-22".length()) {
                return LocalDate.parse(upper)
                        .atStartOfDay(ZoneId.systemDefault())
                        .toInstant();
            }
            boolean zoned = upper.endsWith("Z") || upper.lastIndexOf('+') > 10 || upper.lastIndexOf('-') > 10;
            return zoned
                    ? OffsetDateTime.parse(upper).toInstant()
                    : LocalDateTime.parse(upper).atZone(ZoneId.systemDefault()).toInstant();
        } catch (DateTimeParseException e) {
            throw new UsageException(
                    "not a time: " + text, "as 2026-11-22T10:00:00Z, 2026-11-22, or an age as 5m or 1h30m");
        }
    }

    private static long number(Matcher matcher, int group) {
        return matcher.group(group) == null ? 0 : Long.parseLong(matcher.group(group));
    }
}
