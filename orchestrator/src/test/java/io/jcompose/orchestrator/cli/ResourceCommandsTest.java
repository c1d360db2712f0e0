package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.cli.screen.Terminal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What is told and asked of networks and volumes that are not as the file says. */
class ResourceCommandsTest {
    private static final Terminal KEYBOARD = new Terminal(true, false, false, () -> 80);
    private static final String YAML = """
            name: shop
            services:
              web: {image: a, volumes: ['data:/d']}
            networks:
              default:
                internal: true
            volumes:
              data:
                labels: {a: '2'}
            """;
    private static final String MISMATCH = "{'volumes':[{'name':'shop_data','differences':'labels.a ~1~ -> ~2~',"
            + "'guarded':false,'bytes':2048,'more':false}]}";

    @TempDir
    private Path directory;

    private FakeDaemon daemon;

    @BeforeEach
    void aDaemon() throws IOException {
        daemon = FakeDaemon.in(directory);
        Files.writeString(directory.resolve("compose.yaml"), YAML);
        daemon.says("POST /projects/shop/mismatches", 200, json(MISMATCH));
        daemon.streams(
                "POST /projects/shop/up",
                json("{'result':{'orphans':[],'warnings':[],'notices':["
                        + "{'message':'volume ~shop_data~ is kept','path':'volumes.data.labels.gone'}]}}"));
    }

    @AfterEach
    void noDaemon() {
        daemon.close();
    }

    private static String json(String text) {
        return text.replace('\'', '"').replace("~", "\\\"");
    }

    private Call call(Terminal terminal, String input, String... words) {
        return Call.at(terminal, directory, Map.of("JCOMPOSE_RUN", directory.toString()), input, words);
    }

    @Test
    void aPlanTellsInALineWhatIsMadeAnewAndWhere() {
        daemon.says(
                "POST /projects/shop/plan",
                200,
                json("{'actions':[{'text':'recreate network shop_default',"
                        + "'because':'internal nothing -> true','path':'networks.default','changes':["
                        + "{'path':'internal','before':'','after':'true'}]}]}"));
        assertThat(call(Terminal.NONE, "", "plan").out()).isEqualTo("""
                        network shop_default: recreate because internal nothing -> true  (compose.yaml:6:15)
                        1 action.
                        """);
    }

    @Test
    void whatIsKeptIsToldAtItsLineOrAtWhatHoldsIt() {
        Call call = call(Terminal.NONE, "", "up", "-d");
        assertThat(call.code()).isZero();
        assertThat(call.err()).contains("compose.yaml:9:5: volume \"shop_data\" is kept");
        assertThat(daemon.requests())
                .as("nobody can be asked")
                .singleElement()
                .asString()
                .contains("\"discards\":[]");
    }

    @Test
    void aTerminalIsAskedWithTheSizeOfWhatIsLost() {
        Call no = call(KEYBOARD, "\n", "up", "-d");
        assertThat(no.err())
                .contains("Volume \"shop_data\" exists but doesn't match configuration in compose file"
                        + " (labels.a \"1\" -> \"2\"). Recreate (data will be lost: 2.0kB)? [y/N]");
        assertThat(daemon.requests().get(1)).contains("\"discards\":[]");
        call(KEYBOARD, "y\n", "up", "-d");
        assertThat(daemon.requests().get(3)).contains("\"discards\":[\"shop_data\"]");
    }

    @Test
    void yesIsAnAnswerWithoutATerminal() {
        Call call = call(Terminal.NONE, "", "up", "-d", "-y");
        assertThat(call.err()).doesNotContain("Recreate");
        assertThat(daemon.requests().get(1)).contains("\"discards\":[\"shop_data\"]");
    }
}
