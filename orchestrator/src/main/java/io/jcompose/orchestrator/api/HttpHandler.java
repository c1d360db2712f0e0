package io.jcompose.orchestrator.api;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.spec.Problem;
import io.jcompose.spec.SpecException;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes whole requests off the event loop, gives them to a worker, and turns failures into answers. */
final class HttpHandler extends SimpleChannelInboundHandler<Object> {
    private static final Logger LOG = LoggerFactory.getLogger(HttpHandler.class);

    private final Routes routes;
    private final ExecutorService workers;
    private final Gate gate = new Gate();
    private @Nullable Future<?> work;

    HttpHandler(Routes routes, ExecutorService workers) {
        this.routes = routes;
        this.workers = workers;
    }

    @Override
    protected void channelRead0(ChannelHandlerContext context, Object message) throws IOException {
        if (message instanceof FullHttpRequest request) {
            whole(context, request);
        } else if (message instanceof UploadHandler.Begun begun) {
            begun(context, begun);
        }
    }

    private void whole(ChannelHandlerContext context, FullHttpRequest request) throws IOException {
        if (request.decoderResult().isFailure()) {
            new Answer(context.channel(), gate, Caller.of(context.channel(), request))
                    .json(400, error("this is no HTTP request", "", ""));
            context.close();
            return;
        }
        Answer answer = new Answer(context.channel(), gate, Caller.of(context.channel(), request));
        byte[] body = ByteBufUtil.getBytes(request.content());
        dispatch(request, answer, (match, uri) -> run(match.handler(), new Call(match.arguments(), uri, body, answer)));
    }

    /** An answer that comes before the end of the body ends the connection: nobody reads the rest. */
    private void begun(ChannelHandlerContext context, UploadHandler.Begun begun) throws IOException {
        Answer answer = new Answer(context.channel(), gate, Caller.of(context.channel(), begun.request()));
        boolean taken = dispatch(begun.request(), answer, (match, uri) -> {
            run(match.handler(), new Call(match.arguments(), uri, begun.upload(), answer));
            answer.close();
        });
        if (!taken) {
            answer.close();
        }
    }

    private interface Work {
        void run(Routes.Match match, QueryStringDecoder uri);
    }

    private boolean dispatch(HttpRequest request, Answer answer, Work next) throws IOException {
        var uri = new QueryStringDecoder(request.uri());
        String method = request.method().name();
        Optional<Routes.Match> match = routes.find(method, uri.path());
        if (match.isEmpty()) {
            answer.json(404, error("there is no " + method + " " + uri.path() + " in this API", "", ""));
            return false;
        }
        if (DryRuns.refused(method, uri.path(), uri.parameters().containsKey("dryRun"))) {
            answer.json(400, error("there is no dry run of this command", "", ""));
            return false;
        }
        try {
            work = workers.submit(() -> next.run(match.get(), uri));
            return true;
        } catch (RejectedExecutionException e) {
            answer.json(503, error("the daemon is busy with too many requests, or is ending", "", "try again"));
            return false;
        }
    }

    static void run(Routes.Handler handler, Call call) {
        try {
            attempt(handler, call);
        } catch (IOException e) {
            LOG.debug("the client is gone", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void attempt(Routes.Handler handler, Call call) throws IOException, InterruptedException {
        try {
            handler.handle(call);
        } catch (BadRequest e) {
            fail(call, e.status(), error(String.valueOf(e.getMessage()), "", ""));
        } catch (Refused e) {
            int status = switch (e.kind()) {
                case NOT_FOUND -> 404;
                case CONFLICT -> 409;
                case FAILED -> 500;
            };
            fail(call, status, error(e));
        } catch (SpecException e) {
            Problem first = e.problems().get(0);
            fail(call, 400, error(first.message(), first.path(), first.hint() == null ? "" : first.hint()));
        } catch (RuntimeException e) {
            LOG.error("a defect of jcompose, please report it", e);
            fail(call, 500, error("internal error: " + e, "", "please report this, with the daemon's log"));
        } catch (OutOfMemoryError e) {
            // What the request held is garbage now: the daemon can go on, and whoever asked must not wait for ever.
            LOG.error("a request took more memory than the daemon has", e);
            fail(call, 500, error("the daemon has no memory left for this request", "", "try again, or a smaller one"));
        } catch (Error e) {
            LOG.error("a defect of jcompose, please report it", e);
            fail(call, 500, error("internal error: " + e, "", "please report this, with the daemon's log"));
        }
    }

    private static void fail(Call call, int status, ObjectNode error) throws IOException, InterruptedException {
        if (call.answer().streaming()) {
            ObjectNode line = Call.object();
            line.set("error", error);
            call.answer().line(line);
            call.answer().end();
        } else {
            call.answer().json(status, error);
        }
    }

    /** The first reason, and the others in {@code more}. */
    static ObjectNode error(Refused refused) {
        Refused.Reason first = refused.reasons().get(0);
        ObjectNode error = error(first.message(), first.path(), "");
        ArrayNode more = error.putArray("more");
        refused.reasons().stream()
                .skip(1)
                .forEach(reason ->
                        more.addObject().put("message", reason.message()).put("path", reason.path()));
        return error;
    }

    private static ObjectNode error(String message, String path, String hint) {
        return Call.object().put("message", message).put("path", path).put("hint", hint);
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext context) {
        gate.signal();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        gate.signal();
        Future<?> running = work;
        if (running != null) {
            running.cancel(true);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        LOG.debug("connection ended", cause);
        context.close();
    }
}
