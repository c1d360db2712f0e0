package io.jcompose.runtime.keeper;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** What a keeper says on its control socket ({@code struct message} of keeper.h). */
public sealed interface KeeperMessage {
    /** Bytes of each message. */
    int BYTES = 16;

    /** The command runs. {@code pid}: its process, or its init. */
    record Started(int pid) implements KeeperMessage {}

    /**
     * A step failed, and with it the start.
     *
     * @param step for {@link LaunchPlan#step}
     */
    record Failed(int step, StepFailure failure) implements KeeperMessage {}

    /** The command of a session ended. {@code code}: exit code, or 128 + signal. */
    record Exited(int code) implements KeeperMessage {}

    /** Comes with the descriptor of the terminal's master. */
    record Terminal() implements KeeperMessage {}

    /** @throws IllegalArgumentException for a message of another version */
    static KeeperMessage parse(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.nativeOrder());
        int kind = buffer.getInt();
        int step = buffer.getInt();
        int value = buffer.getInt();
        int detail = buffer.getInt();
        return switch (kind) {
            case 1 -> new Started(value);
            case 2 -> new Failed(step, StepFailure.of(value, detail));
            case 3 -> new Exited(value);
            case 4 -> new Terminal();
            default -> throw new IllegalArgumentException("no such message of a keeper: " + kind);
        };
    }

    /** The message to a session's keeper that sends a signal to the command. */
    static byte[] signal(int signal) {
        return ByteBuffer.allocate(BYTES)
                .order(ByteOrder.nativeOrder())
                .putInt(16)
                .putInt(0)
                .putInt(signal)
                .putInt(0)
                .array();
    }
}
