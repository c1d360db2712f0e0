package io.jcompose.orchestrator.api;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.MultiThreadIoEventLoopGroup;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerDomainSocketChannel;
import io.netty.channel.unix.DomainSocketAddress;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** The API on a unix socket of mode 0660. One event loop reads and writes; workers, a bounded number, do the waiting. */
public final class HttpServer implements AutoCloseable {
    static final String AGGREGATOR = "aggregator";
    private static final int MOST_BODY_BYTES = 32 << 20;
    private static final int MOST_WORKERS = 256;

    private final EventLoopGroup loop;
    private final ExecutorService workers;
    private final Channel listener;
    private final Path socket;

    private HttpServer(EventLoopGroup loop, ExecutorService workers, Channel listener, Path socket) {
        this.loop = loop;
        this.workers = workers;
        this.listener = listener;
        this.socket = socket;
    }

    /**
     * Listens on {@code socket}. The caller holds the lock of the run directory, so a file that is there is a dead
     * daemon's.
     *
     * @throws IOException when the socket cannot be bound, or native epoll is not available (half-close needs it)
     */
    public static HttpServer open(Path socket, Api api) throws IOException {
        if (!Epoll.isAvailable()) {
            throw new IOException("native epoll is not available: " + Epoll.unavailabilityCause());
        }
        Files.deleteIfExists(socket);
        Routes routes = new Routes(api);
        ExecutorService workers = workers();
        var loop = new MultiThreadIoEventLoopGroup(1, EpollIoHandler.newFactory());
        var bootstrap = new ServerBootstrap()
                .group(loop)
                .channel(EpollServerDomainSocketChannel.class)
                .childOption(ChannelOption.ALLOW_HALF_CLOSURE, false)
                .childHandler(new ChannelInitializer<Channel>() {
                    @Override
                    protected void initChannel(Channel channel) {
                        channel.pipeline()
                                .addLast(new HttpServerCodec())
                                .addLast(new UploadHandler())
                                .addLast(AGGREGATOR, new HttpObjectAggregator(MOST_BODY_BYTES))
                                .addLast(new HttpHandler(routes, workers));
                    }
                });
        var bound = bootstrap.bind(new DomainSocketAddress(socket.toFile())).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            loop.shutdownGracefully();
            throw new IOException("cannot listen on " + socket + ": " + bound.cause(), bound.cause());
        }
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-rw----"));
        return new HttpServer(loop, workers, bound.channel(), socket);
    }

    private static ExecutorService workers() {
        var number = new AtomicInteger();
        return new ThreadPoolExecutor(0, MOST_WORKERS, 30, TimeUnit.SECONDS, new SynchronousQueue<>(), work -> {
            var thread = new Thread(work, "api-" + number.incrementAndGet());
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Takes no more requests; those under way are interrupted. */
    @Override
    public void close() throws IOException {
        listener.close().awaitUninterruptibly();
        Files.deleteIfExists(socket);
        workers.shutdownNow();
        try {
            // They send through the loop, so they end before it.
            workers.awaitTermination(1, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        loop.shutdownGracefully(0, 1, TimeUnit.SECONDS).awaitUninterruptibly(2, TimeUnit.SECONDS);
    }
}
