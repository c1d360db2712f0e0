package io.jcompose.runtime.registry;

import static io.jcompose.runtime.registry.FakeRegistry.header;
import static io.jcompose.runtime.registry.FakeRegistry.reply;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.RegistryAccounts;
import io.jcompose.runtime.RegistryAccounts.Account;
import io.jcompose.runtime.manifest.Descriptor;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.manifest.Platform;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TokensTest {
    private static final String BOB =
            "Basic " + Base64.getEncoder().encodeToString("bob:pw".getBytes(StandardCharsets.UTF_8));

    private final AtomicInteger tokens = new AtomicInteger();
    private final List<String> atStorage = Collections.synchronizedList(new ArrayList<>());
    private FakeRegistry registry;
    private FakeRegistry storage;
    private Descriptor layer;

    @BeforeEach
    void begin() throws IOException {
        registry = new FakeRegistry();
        storage = new FakeRegistry();
        layer = registry.blob("layer".getBytes(StandardCharsets.UTF_8));
        registry.image("1", layer);
        storage.trick((exchange, request) -> {
            atStorage.add(String.valueOf(authorization(exchange)));
            return false;
        });
    }

    @AfterEach
    void end() {
        registry.close();
        storage.close();
    }

    private static @Nullable String authorization(HttpExchange exchange) {
        return exchange.getRequestHeaders().getFirst("Authorization");
    }

    private RegistryAccounts account(Account account) {
        return new RegistryAccounts(Map.of(registry.host(), account));
    }

    private Download find(RegistryAccounts accounts) throws ContainerException {
        Remote remote = Remote.connect(registry.tools(accounts), registry.endpoint());
        return Download.find(remote, ImageReference.parse(registry.host() + "/app:1"), Platform.host());
    }

    private void wantsBasic() {
        registry.trick((exchange, request) -> {
            header(exchange, "WWW-Authenticate", "Basic realm=\"r\"");
            return !BOB.equals(authorization(exchange))
                    && reply(
                            exchange,
                            401,
                            "{\"errors\":[{\"code\":\"UNAUTHORIZED\"}]}".getBytes(StandardCharsets.UTF_8));
        });
    }

    /** Tokens are {@code t1}, {@code t2}, ...; the newest is good. */
    private void wantsToken(String realm) {
        registry.trick((exchange, request) -> {
            if (request.startsWith("GET /token") || request.startsWith("POST /token")) {
                String body = "{\"token\":\"t" + tokens.incrementAndGet() + "\",\"expires_in\":300}";
                return reply(exchange, 200, body.getBytes(StandardCharsets.UTF_8));
            }
            header(exchange, "WWW-Authenticate", "Bearer realm=\"" + realm + "\",service=\"fake\"");
            return !("Bearer t" + tokens.get()).equals(authorization(exchange)) && reply(exchange, 401, new byte[0]);
        });
    }

    @Test
    void userAndPasswordAreSentWhereTheyAreAskedFor() throws ContainerException {
        wantsBasic();
        assertThat(find(account(new Account("bob", "pw", false))).manifest()).isNotEmpty();
    }

    @Test
    void aWrongPasswordIsSaidOnce() {
        wantsBasic();
        assertThatThrownBy(() -> find(account(new Account("bob", "wrong", false))))
                .isInstanceOf(Refusal.Unauthorised.class)
                .hasMessageContaining("answers 401 (UNAUTHORIZED)");
        assertThat(registry.pauses).isEmpty();
    }

    @Test
    void anonymousPeopleGetATokenForWhatTheyRead() throws ContainerException {
        wantsToken("/token");
        find(RegistryAccounts.NONE);
        assertThat(registry.requests).contains("GET /token?service=fake&scope=repository%3Aapp%3Apull");
        assertThat(tokens).hasValue(1);
    }

    @Test
    void anAccountIsShownToTheTokenServerOnly() throws ContainerException {
        List<String> shown = Collections.synchronizedList(new ArrayList<>());
        wantsToken("/token");
        registry.trick((exchange, request) -> {
            shown.add(request.replaceAll("\\?.*", "") + " " + authorization(exchange));
            return false;
        });
        find(account(new Account("bob", "pw", false)));
        assertThat(shown).filteredOn(line -> line.endsWith(BOB)).containsExactly("GET /token " + BOB);
    }

    @Test
    void anIdentityTokenIsExchanged() throws ContainerException {
        wantsToken("/token");
        find(account(new Account("", "refresh-me", true)));
        assertThat(registry.requests).contains("POST /token");
    }

    @Test
    void aTokenThatIsNoLongerGoodIsReplacedOnce() throws ContainerException, IOException {
        wantsToken("/token");
        Download download = find(RegistryAccounts.NONE);
        tokens.incrementAndGet();
        try (InputStream in = download.open(layer, 0)) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("layer");
        }
        assertThat(tokens).hasValue(3);
    }

    @Test
    void whoAsksIsNotToldToAnotherServerByARedirect() throws ContainerException, IOException {
        wantsBasic();
        registry.trick((exchange, request) -> {
            header(exchange, "Location", "http://" + storage.host() + "/v2/app/blobs/" + layer.digest());
            return request.contains(layer.digest().toString()) && reply(exchange, 307, new byte[0]);
        });
        storage.blobs.putAll(registry.blobs);

        try (InputStream in = find(account(new Account("bob", "pw", false))).open(layer, 0)) {
            assertThat(in.readAllBytes()).asString(StandardCharsets.UTF_8).isEqualTo("layer");
        }
        assertThat(atStorage).containsExactly("null");
    }

    @Test
    void whomARedirectLeadsToDoesNotChooseWhoIsToldThePassword() throws ContainerException {
        wantsBasic();
        registry.trick((exchange, request) -> {
            header(exchange, "Location", "http://" + storage.host() + "/v2/app/blobs/x");
            return request.contains(layer.digest().toString()) && reply(exchange, 307, new byte[0]);
        });
        storage.trick((exchange, request) -> {
            atStorage.add(String.valueOf(authorization(exchange)));
            header(exchange, "WWW-Authenticate", "Bearer realm=\"http://" + storage.host() + "/token\"");
            return reply(exchange, 401, new byte[0]);
        });
        Download download = find(account(new Account("bob", "pw", false)));

        assertThatThrownBy(() -> download.open(layer, 0).readAllBytes()).hasMessageContaining("401");

        assertThat(atStorage).containsOnly("null");
    }

    @Test
    void aTokenServerInsideANetworkIsNotAsked() {
        wantsToken("http://169.254.169.254/token");
        assertThatThrownBy(() -> find(account(new Account("bob", "pw", false))))
                .hasMessageContaining("leads to http://169.254.169.254/token, which is refused");
    }

    @Test
    void aHugeOrEmptyAnswerOfTheTokenServerIsRefused() {
        wantsToken("/token");
        registry.trick((exchange, request) ->
                request.startsWith("GET /token") && reply(exchange, 200, new byte[TokenAnswer.LARGEST + 1]));
        assertThatThrownBy(() -> find(RegistryAccounts.NONE))
                .hasMessageContaining("answers with more than 1048576 bytes");
        registry.trick((exchange, request) -> request.startsWith("GET /token")
                && reply(exchange, 200, "{\"token\":\"a\\r\\nb\"}".getBytes(StandardCharsets.UTF_8)));
        assertThatThrownBy(() -> find(RegistryAccounts.NONE)).hasMessageContaining("its answer has no token");
    }

    @Test
    void secretsAreNotInTexts() {
        assertThat(account(new Account("bob", "pw", false)).toString())
                .contains("bob")
                .doesNotContain("pw");
    }
}
