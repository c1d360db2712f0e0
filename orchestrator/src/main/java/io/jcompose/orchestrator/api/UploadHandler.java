package io.jcompose.orchestrator.api;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.util.ReferenceCountUtil;
import org.jspecify.annotations.Nullable;

/** Lets the bodies of PUT requests pass as streams, before others are gathered in memory. One such request a connection. */
final class UploadHandler extends ChannelInboundHandlerAdapter {
    private @Nullable Upload upload;

    /** A request whose body is still coming. */
    record Begun(HttpRequest request, Upload upload) {}

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        Upload now = upload;
        if (now != null) {
            if (message instanceof HttpContent content) {
                now.add(content);
            }
            ReferenceCountUtil.release(message);
        } else if (message instanceof HttpRequest request
                && request.method().equals(HttpMethod.PUT)
                && request.decoderResult().isSuccess()) {
            context.channel().config().setAutoRead(false);
            Upload begun = new Upload(context.channel());
            upload = begun;
            if (HttpUtil.is100ContinueExpected(request)) {
                context.writeAndFlush(new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.CONTINUE));
            }
            context.fireChannelRead(new Begun(request, begun));
        } else {
            context.fireChannelRead(message);
        }
    }

    /** Without a read that was asked for nothing would come: the decoder may have got only a part of a chunk. */
    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        Upload now = upload;
        if (now != null && now.isStarved()) {
            context.read();
        }
        context.fireChannelReadComplete();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        Upload now = upload;
        if (now != null) {
            now.breakOff();
        }
        context.fireChannelInactive();
    }
}
