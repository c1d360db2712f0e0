package io.jcompose.orchestrator.client;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** The talk with a command in a container: frames of type, length and payload both ways. Any thread may send. */
public final class ExecStream implements AutoCloseable {
    private static final int STDIN = 0;
    private static final int STDIN_END = 1;
    private static final int RESIZE = 2;
    private static final int SIGNAL = 3;
    private static final int LONGEST = 16 << 20;

    private final Wire wire;

    ExecStream(Wire wire) {
        this.wire = wire;
    }

    /** Something that the command did. */
    public sealed interface Frame {
        /** Bytes of its standard output. */
        record Out(ByteBuffer bytes) implements Frame {}

        /** Bytes of its standard error. */
        record Err(ByteBuffer bytes) implements Frame {}

        /** Why it could not be run. */
        record Failed(String sentence) implements Frame {}

        /** Something that is done before. */
        record Before(Message.Progress progress) implements Frame {}

        /** From here on the command runs, and takes input. */
        record Begun() implements Frame {}

        /** Its end; the last frame. */
        record Exit(int code) implements Frame {}
    }

    /** Waits for the next frame. */
    public Frame next() throws DaemonException {
        try {
            byte[] head = new byte[5];
            wire.readFully(head);
            byte[] payload = new byte[length(head)];
            wire.readFully(payload);
            return switch (head[0]) {
                case 1 -> new Frame.Out(ByteBuffer.wrap(payload));
                case 2 -> new Frame.Err(ByteBuffer.wrap(payload));
                case 3 -> new Frame.Exit(ByteBuffer.wrap(payload).getInt());
                case 4 -> new Frame.Failed(new String(payload, StandardCharsets.UTF_8));
                case 5 -> before(payload);
                case 7 -> new Frame.Begun();
                case 6 -> throw Message.refused(200, JsonObject.read(payload));
                default -> throw new IOException("unknown frame " + head[0]);
            };
        } catch (IOException e) {
            throw Talk.broken(e);
        }
    }

    private static Frame before(byte[] line) throws DaemonException, IOException {
        if (Message.of(JsonObject.read(line)) instanceof Message.Progress progress) {
            return new Frame.Before(progress);
        }
        throw new IOException("a line that is no progress");
    }

    private static int length(byte[] head) throws IOException {
        int length = ByteBuffer.wrap(head, 1, 4).getInt();
        if (length < 0 || length > LONGEST || (head[0] == 3 && length != 4)) {
            throw new IOException("a frame of " + Integer.toUnsignedString(length) + " bytes");
        }
        return length;
    }

    /** Sends bytes to the command's standard input. */
    public void input(byte[] bytes, int count) throws IOException {
        send(STDIN, ByteBuffer.wrap(bytes, 0, count));
    }

    /** Tells the command that its standard input has ended. */
    public void endOfInput() throws IOException {
        send(STDIN_END, ByteBuffer.allocate(0));
    }

    /** Tells the command's terminal its new size. */
    public void resize(ExecRequest.Size size) throws IOException {
        send(
                RESIZE,
                ByteBuffer.allocate(4)
                        .putShort((short) size.rows())
                        .putShort((short) size.columns())
                        .flip());
    }

    /** Sends a signal to the command, by its number. */
    public void signal(int number) throws IOException {
        send(SIGNAL, ByteBuffer.allocate(1).put((byte) number).flip());
    }

    private void send(int type, ByteBuffer payload) throws IOException {
        ByteBuffer frame = ByteBuffer.allocate(5 + payload.remaining());
        frame.put((byte) type).putInt(payload.remaining()).put(payload).flip();
        wire.write(frame);
    }

    @Override
    public void close() {
        Talk.closeQuietly(wire);
    }
}
