package io.jcompose.runtime.keeper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Instant;
import java.util.Optional;

/**
 * How a container's main process ended, as its keeper wrote it down ({@code struct exit_record} of supervise.c).
 *
 * @param run which start of the container it was: the time of it, nanoseconds since 1970
 * @param at when it ended
 * @param bootNanos the same by CLOCK_BOOTTIME
 */
public record ExitRecord(long run, End end, Instant at, long bootNanos) {
    /** Bytes of the file, from the first moment. */
    public static final int BYTES = 48;

    private static final int MAGIC = 0x3158434a;

    /** The ways to end. */
    public sealed interface End {
        /** Of its own, or by a signal: {@code code} is then 128 + signal. */
        record Ended(int code) implements End {}

        /** It never ran. */
        record NotStarted(int step, StepFailure failure) implements End {}
    }

    /** The record in the file's bytes; empty while there is none. */
    public static Optional<ExitRecord> parse(byte[] bytes) {
        if (bytes.length < BYTES) {
            return Optional.empty();
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int magic = buffer.getInt(0);
        int value = buffer.getInt(8);
        End end = switch (magic == MAGIC ? buffer.getInt(4) : 0) {
            case 1 -> new End.Ended(value);
            case 2 -> new End.Ended(128 + value);
            case 3 -> new End.NotStarted(buffer.getInt(12), StepFailure.of(value, buffer.getInt(16)));
            default -> null;
        };
        if (end == null) {
            return Optional.empty();
        }
        return Optional.of(new ExitRecord(buffer.getLong(24), end, instant(buffer.getLong(32)), buffer.getLong(40)));
    }

    private static Instant instant(long nanos) {
        return Instant.ofEpochSecond(nanos / 1_000_000_000, nanos % 1_000_000_000);
    }
}
