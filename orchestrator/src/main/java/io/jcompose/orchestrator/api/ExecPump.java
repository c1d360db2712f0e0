package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.api.ContainerStreams.Command;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelPipeline;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpVersion;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Carries bytes between a connection and a command. The calling thread carries the output; a thread each carries errors
 * and input, and ends with the command. The client is read one message at a time, so that a command that does not read
 * slows its client down and fills no memory.
 */
final class ExecPump {
    private static final ExecFrame GONE = new ExecFrame(ExecFrame.END_OF_STDIN, new byte[] {1});

    private final Answer answer;
    private final Channel channel;
    private @Nullable Thread waiting;
    private @Nullable Command command;
    private final BlockingQueue<ExecFrame> incoming = new LinkedBlockingQueue<>();

    ExecPump(Answer answer) {
        this.answer = answer;
        this.channel = answer.channel();
    }

    /** From here on the connection carries frames; a client that goes away before the command interrupts the worker. */
    void open() {
        synchronized (this) {
            waiting = Thread.currentThread();
        }
        switchProtocols();
    }

    /** No longer is the worker interrupted when the client goes away: then {@code running} is closed. */
    private synchronized void begin(@Nullable Command running) {
        waiting = null;
        command = running;
    }

    private synchronized void gone() {
        Command running = command;
        Thread worker = waiting;
        if (running != null) {
            // On a thread of its own: closing a command may wait for it, and this is the event loop.
            thread("exec-close", running::close);
        } else if (worker != null) {
            worker.interrupt();
        }
    }

    /** A line of progress, before the command. */
    void progress(ObjectNode line) {
        if (channel.isWritable()) {
            write(new ExecFrame(ExecFrame.PROGRESS, line.toString().getBytes(StandardCharsets.UTF_8)));
        }
    }

    /** The command runs. */
    void begun() {
        write(new ExecFrame(ExecFrame.BEGUN, new byte[0]));
    }

    /** There will be no command. */
    void refused(ObjectNode error) {
        begin(null);
        write(new ExecFrame(ExecFrame.REFUSED, error.toString().getBytes(StandardCharsets.UTF_8)));
        answer.close();
    }

    /** Carries until the command has ended; its exit code. */
    int pump(Command running) throws InterruptedException {
        begin(running);
        if (!channel.isActive()) {
            running.close();
        }
        Thread errors = thread("exec-stderr", () -> carry(running.error(), ExecFrame.STDERR));
        Thread input = thread("exec-stdin", () -> carryInput(running));
        carry(running.output(), ExecFrame.STDOUT);
        errors.join();
        int code = exitCode(running);
        incoming.add(GONE);
        running.close();
        input.join();
        return code;
    }

    /** The last word. */
    void exit(int code) {
        write(ExecFrame.exit(code));
        answer.close();
    }

    private static int exitCode(Command command) throws InterruptedException {
        try {
            return command.exit().get();
        } catch (ExecutionException e) {
            return 126;
        }
    }

    private void switchProtocols() {
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.SWITCHING_PROTOCOLS);
        response.headers()
                .set(HttpHeaderNames.CONNECTION, HttpHeaderValues.UPGRADE)
                .set(HttpHeaderNames.UPGRADE, "jcompose-exec");
        channel.eventLoop().execute(() -> {
            answer.send(response);
            channel.config().setAutoRead(false);
            ChannelPipeline pipeline = channel.pipeline();
            pipeline.addLast("frames", new Frames());
            pipeline.addLast("queue", new Queue());
            pipeline.remove(HttpHandler.class);
            pipeline.remove(HttpServer.AGGREGATOR);
            // Removed last: it hands on what the client sent early.
            pipeline.remove(HttpServerCodec.class);
            channel.read();
        });
    }

    private static Thread thread(String name, Runnable work) {
        var thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }

    private void carry(InputStream from, int type) {
        byte[] buffer = new byte[32 << 10];
        try {
            for (int count = from.read(buffer); count >= 0; count = from.read(buffer)) {
                if (count > 0) {
                    answer.gate().awaitWritable(channel);
                    write(new ExecFrame(type, Arrays.copyOf(buffer, count)));
                }
            }
        } catch (IOException e) {
            // The client is gone, or the terminal hung up at the end of the command: both end the carrying.
            return;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void write(ExecFrame frame) {
        answer.send(frame.encode());
    }

    private void carryInput(Command to) {
        try {
            while (true) {
                ExecFrame frame = incoming.take();
                if (frame.equals(GONE)) {
                    return;
                }
                accept(to, frame);
                if (incoming.isEmpty()) {
                    channel.read();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void accept(Command to, ExecFrame frame) {
        try {
            switch (frame.type()) {
                case ExecFrame.STDIN -> {
                    to.input().write(frame.payload());
                    to.input().flush();
                }
                case ExecFrame.END_OF_STDIN -> to.input().close();
                case ExecFrame.RESIZE -> to.resize(frame.unsigned16(0), frame.unsigned16(2));
                case ExecFrame.SIGNAL -> to.signal(frame.payload()[0]);
                default -> channel.close();
            }
        } catch (IOException e) {
            // The command no longer reads or has ended: what is sent to it is lost, as in a pipe.
            return;
        }
    }

    private static final class Frames extends ByteToMessageDecoder {
        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (in.readableBytes() < ExecFrame.HEADER_BYTES) {
                more(context);
                return;
            }
            int length = in.getInt(in.readerIndex() + 1);
            if (length < 0 || length > ExecFrame.MOST_BYTES || !fits(in.getByte(in.readerIndex()), length)) {
                context.close();
                return;
            }
            if (in.readableBytes() < ExecFrame.HEADER_BYTES + length) {
                more(context);
                return;
            }
            int type = in.readByte();
            in.skipBytes(4);
            byte[] payload = new byte[length];
            in.readBytes(payload);
            out.add(new ExecFrame(type, payload));
        }

        private static boolean fits(int type, int length) {
            return switch (type) {
                case ExecFrame.RESIZE -> length == 4;
                case ExecFrame.SIGNAL -> length == 1;
                default -> true;
            };
        }

        private static void more(ChannelHandlerContext context) {
            context.channel().read();
        }
    }

    private final class Queue extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            if (message instanceof ExecFrame frame) {
                incoming.add(frame);
            }
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext context) {
            answer.gate().signal();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            incoming.add(GONE);
            answer.gate().signal();
            gone();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }
}
