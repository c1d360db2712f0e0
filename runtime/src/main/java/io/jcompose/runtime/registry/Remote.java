package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** One registry that answers: requests to it carry what it wants to know of who asks. */
final class Remote {
    private static final Set<Integer> ANSWERS = Set.of(200, 401, 403, 404, 429);

    private final Tools tools;
    private final URI base;
    private final Tokens tokens;
    private final List<Challenge> challenges;

    private Remote(Tools tools, URI base, Tokens tokens, List<Challenge> challenges) {
        this.tools = tools;
        this.base = base;
        this.tokens = tokens;
        this.challenges = challenges;
    }

    /**
     * Finds the way to a registry ({@code GET /v2/}: distribution specification, "Determining Support").
     *
     * @throws ContainerException that says why there is none
     */
    static Remote connect(Tools tools, Endpoints.Endpoint endpoint) throws ContainerException {
        ContainerException failure = new ContainerException("no way leads to " + endpoint.name());
        for (URI way : endpoint.ways()) {
            try {
                return tools.retrier().run(() -> ping(tools, endpoint.name(), way));
            } catch (ContainerException e) {
                failure = e;
            } catch (IOException e) {
                boolean first = way.equals(endpoint.ways().get(0));
                // That the other way speaks no TLS says less than why the first one failed.
                failure = first || !Broken.speaksNoTls(e) ? failed(tools, way, e) : failure;
                if (Broken.isOfCertificate(e)) {
                    break;
                }
            }
        }
        throw failure;
    }

    private static Remote ping(Tools tools, String name, URI way) throws IOException, ContainerException {
        try (Reply reply = tools.courier().send(Ask.of("GET", way.resolve("/v2/")))) {
            if (!ANSWERS.contains(reply.status())) {
                throw Refusal.unexpected(reply, tools.clock(), Ask.shown(way) + " is no registry: it answers");
            }
            Tokens tokens = new Tokens(
                    tools.courier(),
                    tools.clock(),
                    way,
                    tools.accounts().at(name).orElse(null));
            List<String> asked = mayAsk(way, reply.uri(), tokens.anonymous())
                    ? reply.headers().allValues("WWW-Authenticate")
                    : List.of();
            return new Remote(tools, way, tokens, Challenge.parse(asked));
        }
    }

    /** Whoever a redirect led to does not choose where an account is shown; the registry over TLS is the same one. */
    private static boolean mayAsk(URI base, URI answered, boolean anonymous) {
        boolean same = String.valueOf(base.getHost()).equalsIgnoreCase(answered.getHost())
                && "https".equals(answered.getScheme());
        return anonymous || same || Leading.sameOrigin(base, answered);
    }

    private static ContainerException failed(Tools tools, URI way, IOException failure) {
        String place = tools.trust().place(way.getRawAuthority());
        return new ContainerException(Ask.shown(way) + ": " + Broken.words(failure, place), failure);
    }

    URI uri(String path) {
        return base.resolve(path);
    }

    /** As it is shown: {@code https://host}. */
    String name() {
        return Ask.shown(base);
    }

    boolean anonymous() {
        return tokens.anonymous();
    }

    Tools tools() {
        return tools;
    }

    /** Does something with this registry, as often as the plan has it; a last failure becomes a sentence. */
    <T> T run(Retrier.Attempt<T> attempt) throws ContainerException {
        try {
            return tools.retrier().run(attempt);
        } catch (IOException e) {
            throw failed(tools, base, e);
        }
    }

    /** Sends one request; where it is refused for want of a token, again with one. */
    Reply send(Ask ask, String scope) throws IOException, ContainerException {
        if (!Leading.sameOrigin(base, ask.uri())) {
            tools.courier().allow(base, ask.uri());
            return tools.courier().send(ask);
        }
        if (tokens.header(scope).isEmpty() && !challenges.isEmpty()) {
            tokens.renew(scope, "", challenges);
        }
        String header = tokens.header(scope);
        Reply reply = tools.courier().send(ask.authorised(header));
        if (reply.status() != 401 || !mayAsk(base, reply.uri(), tokens.anonymous())) {
            return reply;
        }
        List<Challenge> asked = Challenge.parse(reply.headers().allValues("WWW-Authenticate"));
        if (!tokens.renew(scope, header, asked)) {
            return reply;
        }
        reply.close();
        return tools.courier().send(ask.authorised(tokens.header(scope)));
    }

    /** A request whose answer's body is of no interest, with one of these statuses. */
    Reply expect(Ask ask, String scope, Set<Integer> statuses) throws IOException, ContainerException {
        Reply reply = send(ask, scope);
        if (statuses.contains(reply.status())) {
            return reply;
        }
        try (reply) {
            throw refused(reply);
        }
    }

    IOException refused(Reply reply) throws IOException, ContainerException {
        return Refusal.unexpected(reply, tools.clock(), name() + " answers");
    }

    Ask get(String path, Map<String, String> headers) {
        return Ask.get(uri(path), headers);
    }
}
