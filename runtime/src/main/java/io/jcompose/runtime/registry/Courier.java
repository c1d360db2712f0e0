package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Sends requests. Redirects are followed here and not by the JDK, whose client of Java 17 sends {@code Authorization} on
 * to whatever a redirect names.
 */
final class Courier {
    private static final int MOST_REDIRECTS = 5;
    private static final long LOOK_MILLIS = 250;

    private final Clients clients;
    private final Leading leading;
    private final Timing timing;

    Courier(Clients clients, Leading leading, Timing timing) {
        this.clients = clients;
        this.leading = leading;
        this.timing = timing;
    }

    /**
     * Sends a request, and again where its answer redirects.
     *
     * @throws IOException when nothing or too little came back
     * @throws ContainerException for a redirect that must not be followed, or certificates of ours that cannot be read
     */
    Reply send(Ask ask) throws IOException, ContainerException {
        Ask current = ask;
        for (int hop = 0; hop <= MOST_REDIRECTS; hop++) {
            Reply reply = once(current);
            Optional<String> location = reply.header("Location");
            if (!reply.redirects() || location.isEmpty()) {
                return reply;
            }
            reply.close();
            URI target = resolved(current.uri(), location.get());
            allow(ask.uri(), target);
            allow(current.uri(), target);
            current = current.to(target);
        }
        throw new ContainerException(Ask.shown(ask.uri()) + " redirects more than " + MOST_REDIRECTS + " times");
    }

    /** Refuses to go where a server must not send us. */
    void allow(URI from, URI to) throws IOException, ContainerException {
        Optional<String> refusal = leading.refusal(from, to);
        if (refusal.isPresent()) {
            throw new ContainerException(
                    Ask.shown(from) + " leads to " + place(to.toString()) + ", which is refused: " + refusal.get());
        }
    }

    /** Without what signs an address, and without an account: an error may be shown to anybody. */
    private static String place(String address) {
        return Plain.text(address.replaceFirst("[?#].*", "").replaceFirst("//[^/]*@", "//"), 200);
    }

    static URI resolved(URI from, String location) throws ContainerException {
        try {
            return from.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new ContainerException(
                    Ask.shown(from) + " leads to '" + place(location) + "', which is no address", e);
        }
    }

    private Reply once(Ask ask) throws IOException, ContainerException {
        Sent sent = new Sent(ask.payload());
        HttpClient client = clients.of(ask.uri());
        TimedBody body = new TimedBody(timing.stall());
        CompletableFuture<HttpResponse<InputStream>> answer;
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(ask.uri()).method(ask.method(), publisher(ask, sent));
            ask.headers().forEach(request::setHeader);
            request.setHeader("User-Agent", "jcompose");
            answer = client.sendAsync(request.build(), head -> body);
        } catch (IllegalArgumentException e) {
            throw new ContainerException(
                    "'" + Plain.text(Ask.shown(ask.uri()), 200) + "' is no address that can be asked", e);
        }
        HttpResponse<InputStream> response = await(answer, sent, ask.uri());
        return new Reply(ask.uri(), response.statusCode(), response.headers(), response.body());
    }

    private static BodyPublisher publisher(Ask ask, Sent sent) {
        long length = ask.payload().length();
        if (length > 0) {
            return BodyPublishers.fromPublisher(BodyPublishers.ofInputStream(sent), length);
        }
        return switch (ask.method()) {
            case "POST", "PUT", "PATCH" -> BodyPublishers.ofByteArray(new byte[0]);
            default -> BodyPublishers.noBody();
        };
    }

    /** Waits for the head of the answer, as long as something of the request moves. */
    private HttpResponse<InputStream> await(CompletableFuture<HttpResponse<InputStream>> answer, Sent sent, URI uri)
            throws IOException, ContainerException {
        long silent = 0;
        long before = 0;
        try {
            while (true) {
                try {
                    return answer.get(LOOK_MILLIS, TimeUnit.MILLISECONDS);
                } catch (TimeoutException e) {
                    silent = sent.count() == before ? silent + LOOK_MILLIS : 0;
                    before = sent.count();
                    if (silent >= timing.answer().toMillis()) {
                        answer.cancel(true);
                        throw new TimedBody.Stalled(Ask.shown(uri) + " did not answer in " + silent / 1000.0 + " s");
                    }
                }
            }
        } catch (InterruptedException e) {
            answer.cancel(true);
            Thread.currentThread().interrupt();
            throw Interruption.of(e);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof IllegalArgumentException cause) {
                throw new ContainerException(Ask.shown(uri) + " cannot be asked: " + cause.getMessage(), cause);
            }
            throw e.getCause() instanceof IOException cause ? cause : new IOException(e.getCause());
        }
    }
}
