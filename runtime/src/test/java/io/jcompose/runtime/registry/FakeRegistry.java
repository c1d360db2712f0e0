package io.jcompose.runtime.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.MediaTypes;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A registry on loopback that behaves, except where a test tells it not to. */
final class FakeRegistry implements AutoCloseable {
    static final RetryPlan PLAN = new RetryPlan(3, Duration.ofMillis(100), Duration.ofSeconds(60));
    static final String CONFIG = "{\"os\":\"linux\",\"architecture\":\""
            + io.jcompose.runtime.manifest.Platform.host().architecture() + "\"}";

    final Map<String, byte[]> blobs = new ConcurrentHashMap<>();
    final Map<String, byte[]> manifests = new ConcurrentHashMap<>();
    final List<String> requests = Collections.synchronizedList(new ArrayList<>());
    final List<Duration> pauses = Collections.synchronizedList(new ArrayList<>());
    final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final List<Trick> tricks = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, ByteArrayOutputStream> uploads = new ConcurrentHashMap<>();
    private final AtomicInteger sessions = new AtomicInteger();
    private final CountDownLatch end = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final HttpServer server;

    /** Answers a request in a way of its own; says whether it did. */
    @FunctionalInterface
    interface Trick {
        boolean play(HttpExchange exchange, String request) throws IOException, InterruptedException;
    }

    FakeRegistry() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setExecutor(threads);
        server.createContext("/", this::handle);
        server.start();
    }

    String host() {
        return "127.0.0.1:" + server.getAddress().getPort();
    }

    /** The next tricks are tried before the older. */
    void trick(Trick trick) {
        tricks.add(0, trick);
    }

    /** Plays a trick at the first requests that begin so, as {@code GET /v2/app/blobs/}. */
    void first(int times, String start, Trick trick) {
        AtomicInteger left = new AtomicInteger(times);
        trick((exchange, request) ->
                request.startsWith(start) && left.getAndDecrement() > 0 && trick.play(exchange, request));
    }

    /** Never answers. */
    boolean hang() throws InterruptedException {
        end.await();
        return true;
    }

    Proxies proxies = Proxies.NONE;

    Tools tools() {
        return tools(RegistryAccounts.NONE);
    }

    /** Impatient, and resting only in name. */
    Tools tools(RegistryAccounts accounts) {
        Trust trust = new Trust(List.of(Path.of("/nowhere/certs.d")));
        Timing timing = new Timing(Duration.ofSeconds(5), Duration.ofMillis(750), Duration.ofMillis(500));
        Courier courier = new Courier(
                new Clients(trust, timing.connect(), () -> proxies), new Leading(InetAddress::getAllByName), timing);
        return new Tools(
                courier, trust, Clock.systemUTC(), new Retrier(PLAN, () -> 1.0, pauses::add, told::add), accounts);
    }

    Endpoints.Endpoint endpoint() {
        return Endpoints.own(host(), RegistrySettings.USUAL);
    }

    Descriptor blob(byte[] content) {
        Digest digest = Digest.of(content);
        blobs.put(digest.toString(), content);
        return new Descriptor(MediaTypes.OCI_LAYER_GZIP, digest, content.length, null);
    }

    /** An image with these layers, under a tag and its digest. */
    byte[] image(String tag, Descriptor... layers) {
        Descriptor config = blob(CONFIG.getBytes(StandardCharsets.UTF_8));
        String list =
                String.join(",", Arrays.stream(layers).map(FakeRegistry::json).toList());
        return manifest(
                tag,
                "{\"schemaVersion\":2,\"mediaType\":\"" + MediaTypes.OCI_MANIFEST + "\",\"config\":" + json(config)
                        + ",\"layers\":[" + list + "]}");
    }

    byte[] manifest(String tag, String json) {
        byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
        manifests.put(tag, bytes);
        manifests.put(Digest.of(bytes).toString(), bytes);
        return bytes;
    }

    static String json(Descriptor blob) {
        return "{\"mediaType\":\"" + blob.mediaType() + "\",\"digest\":\"" + blob.digest() + "\",\"size\":"
                + blob.size() + "}";
    }

    private void handle(HttpExchange exchange) throws IOException {
        String request = exchange.getRequestMethod() + " " + exchange.getRequestURI();
        String range = exchange.getRequestHeaders().getFirst("Range");
        requests.add(request + (range == null ? "" : " " + range));
        try (exchange) {
            for (Trick trick : List.copyOf(tricks)) {
                if (trick.play(exchange, request)) {
                    return;
                }
            }
            behave(exchange);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void behave(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().getPath();
        String last = path.substring(path.lastIndexOf('/') + 1);
        if (path.equals("/v2/")) {
            reply(exchange, 200, new byte[0]);
        } else if (path.contains("/uploads/")) {
            upload(exchange, last);
        } else if (path.contains("/manifests/") && exchange.getRequestMethod().equals("PUT")) {
            byte[] sent = exchange.getRequestBody().readAllBytes();
            manifest(last, new String(sent, StandardCharsets.UTF_8));
            header(exchange, "Docker-Content-Digest", Digest.of(sent).toString());
            reply(exchange, 201, new byte[0]);
        } else {
            byte[] found = path.contains("/manifests/") ? manifests.get(last) : blobs.get(last);
            content(exchange, found);
        }
    }

    private static void content(HttpExchange exchange, byte @Nullable [] found) throws IOException {
        String range = exchange.getRequestHeaders().getFirst("Range");
        if (found == null) {
            reply(
                    exchange,
                    404,
                    "{\"errors\":[{\"code\":\"MANIFEST_UNKNOWN\",\"message\":\"not here\"}]}"
                            .getBytes(StandardCharsets.UTF_8));
        } else if (range == null) {
            reply(exchange, 200, found);
        } else {
            int begin = Integer.parseInt(range.substring("bytes=".length(), range.length() - 1));
            header(exchange, "Content-Range", "bytes " + begin + "-" + (found.length - 1) + "/" + found.length);
            reply(exchange, 206, Arrays.copyOfRange(found, begin, found.length));
        }
    }

    private void upload(HttpExchange exchange, String session) throws IOException {
        String query = String.valueOf(exchange.getRequestURI().getQuery());
        String method = exchange.getRequestMethod();
        String name = session;
        if (method.equals("POST")) {
            name = "s" + sessions.incrementAndGet();
            if (query.startsWith("mount=") && blobs.containsKey(query.substring(6, query.indexOf('&')))) {
                reply(exchange, 201, new byte[0]);
                return;
            }
            uploads.put(name, new ByteArrayOutputStream());
        }
        ByteArrayOutputStream all = uploads.get(name);
        if (all == null) {
            reply(exchange, 404, new byte[0]);
            return;
        }
        exchange.getRequestBody().transferTo(all);
        header(exchange, "Location", "/v2/app/blobs/uploads/" + name + "?state=" + all.size());
        header(exchange, "Range", "0-" + Math.max(0, all.size() - 1));
        if (!method.equals("PUT")) {
            reply(exchange, method.equals("GET") ? 204 : 202, new byte[0]);
            return;
        }
        String digest = query.substring(query.indexOf("digest=") + 7);
        boolean right = digest.equals(Digest.of(all.toByteArray()).toString());
        if (right) {
            blobs.put(digest, all.toByteArray());
        }
        reply(exchange, right ? 201 : 400, new byte[0]);
    }

    static void header(HttpExchange exchange, String name, String value) {
        exchange.getResponseHeaders().set(name, value);
    }

    static boolean reply(HttpExchange exchange, int status, byte[] body) throws IOException {
        exchange.getRequestBody().readAllBytes();
        boolean bare = exchange.getRequestMethod().equals("HEAD") || body.length == 0;
        if (exchange.getRequestMethod().equals("HEAD")) {
            header(exchange, "Content-Length", Integer.toString(body.length));
        }
        exchange.sendResponseHeaders(status, bare ? -1 : body.length);
        if (!bare) {
            exchange.getResponseBody().write(body);
        }
        return true;
    }

    @Override
    public void close() {
        end.countDown();
        server.stop(0);
        threads.shutdownNow();
    }
}
