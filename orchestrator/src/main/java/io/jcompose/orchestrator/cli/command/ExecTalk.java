package io.jcompose.orchestrator.cli.command;

import io.jcompose.orchestrator.cli.screen.Console;
import io.jcompose.orchestrator.cli.screen.Stty;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ExecRequest;
import io.jcompose.orchestrator.client.ExecStream;
import io.jcompose.orchestrator.client.ExecStream.Frame;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/** Connects the caller's streams with a command in a container. */
final class ExecTalk {
    private static final int SIGINT = 2;
    private static final int BUFFER = 32 << 10;

    private final Console console;
    private final ExecStream stream;

    ExecTalk(Session session, ExecStream stream) {
        this.console = session.console();
        this.stream = stream;
    }

    /** The size of the caller's terminal, or the usual one. */
    static ExecRequest.Size size() {
        Stty.Size size = Stty.size();
        return size.rows() > 0 && size.columns() > 0
                ? new ExecRequest.Size(size.rows(), size.columns())
                : new ExecRequest.Size(24, 80);
    }

    /** On a terminal: keys such as Ctrl-C travel as bytes, the size by itself. */
    int terminal() throws DaemonException {
        return talk(Interrupts.on(() -> send(() -> stream.resize(size())), "WINCH"));
    }

    /** With pipes: an interrupt goes to the command, and its end ends this. */
    int pipes() throws DaemonException {
        return talk(Interrupts.on(() -> send(() -> stream.signal(SIGINT)), "INT"));
    }

    /** With nothing to read. */
    int withoutInput() throws DaemonException {
        send(stream::endOfInput);
        return untilItEnds();
    }

    private interface Sending {
        void run() throws IOException;
    }

    /** A command that has ended takes nothing any more; its exit frame is on the way. */
    private static void send(Sending sending) {
        try {
            sending.run();
        } catch (IOException e) {
            System.getLogger("jcompose").log(System.Logger.Level.DEBUG, "the command is gone", e);
        }
    }

    private int talk(Interrupts interrupts) throws DaemonException {
        Thread input = new Thread(() -> send(this::copyInput), "stdin");
        input.setDaemon(true);
        input.start();
        try (interrupts) {
            return untilItEnds();
        }
    }

    private int untilItEnds() throws DaemonException {
        Frame frame = stream.next();
        while (!(frame instanceof Frame.Exit)) {
            show(frame);
            frame = stream.next();
        }
        return ((Frame.Exit) frame).code();
    }

    private void show(Frame frame) {
        if (frame instanceof Frame.Out out) {
            print(console.out(), out.bytes());
        } else if (frame instanceof Frame.Err err) {
            print(console.err(), err.bytes());
        } else if (frame instanceof Frame.Failed failed) {
            print(console.err(), StandardCharsets.UTF_8.encode("jcompose: " + failed.sentence() + "\r\n"));
        }
    }

    private void copyInput() throws IOException {
        InputStream in = console.in();
        byte[] buffer = new byte[BUFFER];
        for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
            stream.input(buffer, count);
        }
        stream.endOfInput();
    }

    private static void print(PrintStream to, ByteBuffer bytes) {
        to.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
        to.flush();
    }
}
