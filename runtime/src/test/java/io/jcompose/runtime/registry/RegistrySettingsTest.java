package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class RegistrySettingsTest {
    private static RegistrySettings parse(String json) throws IOException {
        return RegistrySettings.parse(json.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void mirrorsComeBeforeTheRegistry() throws IOException {
        RegistrySettings settings =
                parse("{\"mirrors\": {\"index.docker.io\": [\"https://m.lan/\"]}, \"parallel\": 5}");
        assertThat(settings.parallel()).isEqualTo(5);
        assertThat(Endpoints.pulling("docker.io", settings))
                .extracting(Endpoints.Endpoint::ways)
                .containsExactly(
                        List.of(URI.create("https://m.lan")), List.of(URI.create("https://registry-1.docker.io")));
    }

    @Test
    void plainHttpIsForThisHostAndForWhatIsNamedInsecure() throws IOException {
        RegistrySettings settings = parse("{\"insecure\": [\"lan:5000\"]}");
        assertThat(Endpoints.own("lan:5000", settings).ways())
                .containsExactly(URI.create("https://lan:5000"), URI.create("http://lan:5000"));
        assertThat(Endpoints.own("127.0.0.1:5000", settings).ways())
                .containsExactly(URI.create("http://127.0.0.1:5000"), URI.create("https://127.0.0.1:5000"));
        assertThat(Endpoints.own("lan:5001", settings).ways()).containsExactly(URI.create("https://lan:5001"));
        assertThat(Endpoints.own("127.0.0.1.example:5000", settings).ways())
                .containsExactly(URI.create("https://127.0.0.1.example:5000"));
    }

    @Test
    void whatIsWrongIsSaid() {
        assertThatThrownBy(() -> parse("[]")).hasMessage("it is no JSON object");
        assertThatThrownBy(() -> parse("{\"insecur\": []}"))
                .hasMessage("\"insecur\" is none of insecure, mirrors, parallel");
        assertThatThrownBy(() -> parse("{\"insecure\": \"x\"}")).hasMessage("\"insecure\" is no list");
        assertThatThrownBy(() -> parse("{\"parallel\": 0}")).hasMessage("\"parallel\" is not from 1 to 16");
        assertThatThrownBy(() -> parse("{\"mirrors\": {\"a\": [\"https://u:p@m\"]}}"))
                .hasMessage("the mirror 'https://u:p@m' is not written as https://HOST[:PORT]");
        assertThatThrownBy(() -> parse("{\"mirrors\": {\"a\": [\"file:///x\"]}}"))
                .hasMessage("the mirror 'file:///x' is not written as https://HOST[:PORT]");
    }
}
