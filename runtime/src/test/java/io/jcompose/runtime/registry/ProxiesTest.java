package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ProxiesTest {
    private static final String DIRECT =
            "lan, .dotted.example,*.starred.example,port.example:5000,10.0.0.0/8,192.0.2.7,fd00::/8";

    @ParameterizedTest
    @CsvSource({
        "https://docker.io/v2/, safe:3128",
        "http://registry.example:5000/, plain:80",
        "https://LAN/, direct",
        "https://registry.lan/, direct",
        "https://notlan/, safe:3128",
        "https://a.dotted.example/, direct",
        "https://a.starred.example/, direct",
        "https://port.example:5000/, direct",
        "https://port.example/, safe:3128",
        "https://10.1.2.3/, direct",
        "https://11.1.2.3/, safe:3128",
        "https://192.0.2.7:5000/, direct",
        "https://[fd00::1]/, direct",
        "https://[2001:db8::1]/, safe:3128",
        "https://localhost:5000/, direct",
        "http://127.0.0.1:5000/, direct",
    })
    void eachServerIsAskedTheWayThatIsSet(String asked, String way) throws Exception {
        Proxies proxies = Proxies.of(
                Map.of("HTTPS_PROXY", "http://safe:3128", "http_proxy", "plain", "no_proxy", DIRECT, "NO_PROXY", ""));
        var server = proxies.server(URI.create(asked));
        assertThat(server == null ? "direct" : server.getHostString() + ":" + server.getPort())
                .isEqualTo(way);
    }

    @Test
    void anAsteriskMeansAll() throws Exception {
        Proxies proxies = Proxies.of(Map.of("HTTPS_PROXY", "http://safe:3128", "NO_PROXY", "*"));
        assertThat(proxies.server(URI.create("https://docker.io/"))).isNull();
    }

    @Test
    void withoutSettingsThereIsNone() throws Exception {
        assertThat(Proxies.of(Map.of())).isEqualTo(Proxies.NONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"socks5://x:1", "http://user:secret@x:1", "http://x:70000", "http://", "http://a b"})
    void whatIsNoProxyIsSaid(String text) {
        assertThatThrownBy(() -> Proxies.of(Map.of("HTTPS_PROXY", text)))
                .hasMessageContaining("HTTPS_PROXY")
                .hasMessageNotContaining("secret");
    }
}
