package io.jcompose.runtime.registry;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.RegistryAccounts.Account;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What is said in {@code Authorization} at one registry: asked for when a request was refused, and kept until it ends. */
final class Tokens {
    /** A token is not used in its last seconds: the request has to arrive too. */
    private static final Duration MARGIN = Duration.ofSeconds(5);

    private final Courier courier;
    private final Clock clock;
    private final URI registry;
    private final @Nullable Account account;
    private final Map<String, Held> held = new HashMap<>();

    private record Held(String value, Instant until) {}

    Tokens(Courier courier, Clock clock, URI registry, @Nullable Account account) {
        this.courier = courier;
        this.clock = clock;
        this.registry = registry;
        this.account = account;
    }

    boolean anonymous() {
        return account == null;
    }

    /** The header for a scope; empty when nothing is known to be needed. */
    synchronized String header(String scope) {
        Held known = held.get(scope);
        return known == null || clock.instant().isAfter(known.until()) ? "" : known.value();
    }

    /**
     * Answers a challenge, unless another thread has done so meanwhile.
     *
     * @param refused the header that was not good enough
     * @return whether there is something new to try
     */
    synchronized boolean renew(String scope, String refused, List<Challenge> challenges)
            throws IOException, ContainerException {
        String now = header(scope);
        if (!now.isEmpty() && !now.equals(refused)) {
            return true;
        }
        for (Challenge challenge : challenges) {
            if (challenge instanceof Challenge.Bearer bearer) {
                TokenAnswer answer = ask(bearer, scope);
                held.put(
                        scope,
                        new Held(
                                "Bearer " + answer.token(),
                                clock.instant().plus(answer.life()).minus(MARGIN)));
                return true;
            }
            if (account != null && !account.identityToken()) {
                String value = basic(account);
                held.put(scope, new Held(value, Instant.MAX));
                return !value.equals(refused);
            }
        }
        return false;
    }

    private static String basic(Account account) {
        String pair = account.user() + ":" + account.secret();
        return "Basic " + Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8));
    }

    private TokenAnswer ask(Challenge.Bearer bearer, String scope) throws IOException, ContainerException {
        URI realm = Courier.resolved(registry, bearer.realm());
        courier.allow(registry, realm);
        Ask ask = account != null && account.identityToken()
                ? exchange(realm, bearer, scope, account)
                : plain(realm, bearer, scope);
        try (Reply reply = courier.send(ask)) {
            if (reply.status() == 401 || reply.status() == 403) {
                throw new Refusal.Unauthorised(who() + " is not accepted by " + Ask.shown(realm) + " (" + reply.status()
                        + Refusal.told(reply) + ")");
            }
            if (!reply.good()) {
                throw Refusal.unexpected(reply, clock, "the token server " + Ask.shown(realm) + " answers");
            }
            byte[] body = reply.bytes(TokenAnswer.LARGEST);
            if (body == null) {
                throw new ContainerException("the token server " + Ask.shown(realm) + " answers with more than "
                        + TokenAnswer.LARGEST + " bytes");
            }
            return parsed(realm, body);
        }
    }

    private static TokenAnswer parsed(URI realm, byte[] body) throws ContainerException {
        try {
            return TokenAnswer.parse(body);
        } catch (IOException e) {
            throw new ContainerException(
                    "the token server " + Ask.shown(realm) + " cannot be understood: its answer has no token", e);
        }
    }

    private String who() {
        return account == null ? "asking anonymously" : "user '" + account.user() + "'";
    }

    private Ask plain(URI realm, Challenge.Bearer bearer, String scope) {
        String query = query("service", bearer.service())
                + scopes(scope)
                + (account == null ? "" : query("account", account.user()));
        String text = realm.toString();
        URI uri = URI.create(text + (realm.getRawQuery() == null ? "?" : "&") + query.substring(1));
        Ask ask = Ask.of("GET", uri);
        return account == null ? ask : ask.authorised(basic(account));
    }

    /** Several stand beside each other. */
    private static String scopes(String scope) {
        StringBuilder text = new StringBuilder();
        for (String one : scope.split(" ")) {
            text.append(one.isEmpty() ? "" : query("scope", one));
        }
        return text.toString();
    }

    /** OAuth 2 (Docker's "Token Authentication Implementation", POST). */
    private static Ask exchange(URI realm, Challenge.Bearer bearer, String scope, Account account) {
        String form = "grant_type=refresh_token" + query("service", bearer.service()) + query("client_id", "jcompose")
                + (scope.isEmpty() ? "" : query("scope", scope)) + query("refresh_token", account.secret());
        return new Ask("POST", realm, Map.of("Content-Type", "application/x-www-form-urlencoded"), Payload.of(form));
    }

    private static String query(String name, String value) {
        return "&" + name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8);
    }
}
