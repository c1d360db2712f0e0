package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.audit.Who;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.DefaultHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes one response: an object, or a stream of lines that waits for a slow reader. */
final class Answer {
    private final Channel channel;
    private final Gate gate;
    private final Who who;
    private boolean streaming;

    Answer(Channel channel, Gate gate, Who who) {
        this.channel = channel;
        this.gate = gate;
        this.who = who;
    }

    /** Who gets it. */
    Who who() {
        return who;
    }

    Channel channel() {
        return channel;
    }

    Gate gate() {
        return gate;
    }

    boolean streaming() {
        return streaming;
    }

    void json(int status, ObjectNode node) throws IOException {
        ByteBuf content = Unpooled.wrappedBuffer(Call.JSON.writeValueAsBytes(node));
        var response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.valueOf(status), content);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, HttpHeaderValues.APPLICATION_JSON)
                .set(HttpHeaderNames.CONTENT_LENGTH, content.readableBytes());
        send(response);
    }

    /** Begins a stream of JSON lines. */
    void begin() {
        var response = new DefaultHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.OK);
        response.headers()
                .set(HttpHeaderNames.CONTENT_TYPE, "application/x-ndjson")
                .set(HttpHeaderNames.TRANSFER_ENCODING, HttpHeaderValues.CHUNKED);
        send(response);
        streaming = true;
    }

    /** One line; waits while the reader is slow, and fails when it is gone. */
    void line(ObjectNode node) throws IOException, InterruptedException {
        gate.awaitWritable(channel);
        send(content(node));
    }

    /** One line that may be left out when the reader is slow: progress. Never blocks. */
    void lineIfFast(ObjectNode node) throws IOException {
        if (channel.isWritable()) {
            send(content(node));
        }
    }

    private static DefaultHttpContent content(ObjectNode node) throws IOException {
        String text = Call.JSON.writeValueAsString(node) + "\n";
        return new DefaultHttpContent(Unpooled.wrappedBuffer(text.getBytes(StandardCharsets.UTF_8)));
    }

    /** Sends a message; a client that cannot be written to is let go. */
    void send(Object message) {
        channel.writeAndFlush(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
    }

    /** Ends the connection when all that was sent is on its way. */
    void close() {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    void end() {
        send(LastHttpContent.EMPTY_LAST_CONTENT);
    }
}
