package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.core.filter.FilteringParserDelegate;
import com.fasterxml.jackson.core.filter.JsonPointerBasedFilter;
import com.fasterxml.jackson.core.filter.TokenFilter.Inclusion;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code config}, {@code lint} and {@code explain}: commands that only read files. */
class FileCommandsTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void project() throws IOException {
        write("compose.yaml", """
                name: demo
                services:
                  web:
                    image: nginx:${TAG:-1.27}
                    ports: ["${PORT:?which port}:80"]
                    env_file: web.env
                    environment:
                      A: ${A-}
                      PASSED:
                      SHOUT: ${LOUD:+yes}
                    depends_on: [db]
                    volumes: ["./x:/x", "data:/y"]
                  db: {image: "db@sha256:0123"}
                  other: {image: other, profiles: [p]}
                volumes: {data: }
                """);
        write("web.env", "X=1\n");
        write(".env", "PORT=80\n");
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }

    private Call call(String... words) {
        return Call.in(directory, Map.of("PASSED", "on"), "", words);
    }

    private String out(String... words) {
        Call call = call(words);
        assertThat(call.code()).as(call.err()).isZero();
        return call.out();
    }

    @Test
    void variablesAreKeptWhereTheyStand() {
        assertThat(out("config", "--no-interpolate"))
                .contains("image: nginx:${TAG:-1.27}", "- ${PORT:?which port}:80", "A: ${A-}");
    }

    @Test
    void variablesThatAreKeptNeedNoValue() throws IOException {
        write(".env", "");
        assertThat(call("config").code()).isEqualTo(1);
        assertThat(out("config", "--no-interpolate")).contains("${PORT:?which port}");
    }

    @Test
    void stepsThatAreLeftOutLeaveTheFilesForms() {
        assertThat(out("config", "--no-normalize")).doesNotContain("default").contains("data: null");
        assertThat(out("config", "--no-path-resolution")).contains("- ./x:/x");
        assertThat(out("config", "--no-env-resolution"))
                .contains("env_file:", "web.env", "PASSED: null")
                .doesNotContain("X: \"1\"");
        assertThat(out("config")).contains("X: \"1\"", "PASSED: \"on\"").doesNotContain("env_file");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--no-interpolate", "--no-normalize", "--no-path-resolution", "--no-env-resolution"})
    void whatIsPrintedWithoutAStepMeansTheSame(String option) throws IOException {
        String whole = out("config");
        for (String format : List.of("yaml", "json")) {
            write("again.yaml", out("config", option, "--format", format));
            assertThat(out("-f", "again.yaml", "config")).as(format).isEqualTo(whole);
        }
    }

    @Test
    void partsThatDoNotFitAreNotCheckedWhenAsked() throws IOException {
        write("compose.yaml", "services: {a: {image: x, networks: [nowhere]}}\n");
        assertThat(call("config").err()).contains("undefined network");
        assertThat(out("config", "--no-consistency")).contains("nowhere: null");
    }

    @Test
    void namedServicesComeWithWhatTheyNeedAndUse() {
        assertThat(out("config", "web", "--services")).isEqualTo("db\nweb\n");
        assertThat(out("config", "db")).doesNotContain("web:", "data");
        assertThat(out("config", "other", "--services")).isEqualTo("other\n");
        assertThat(out("config", "db", "--no-interpolate", "--services")).isEqualTo("db\n");
    }

    @Test
    void listsAreOneNameOnALine() {
        assertThat(out("config", "--images")).isEqualTo("db@sha256:0123\nnginx:1.27\n");
        assertThat(out("config", "--no-interpolate", "--images")).isEqualTo("db@sha256:0123\nnginx:${TAG:-1.27}\n");
        assertThat(out("config", "--volumes")).isEqualTo("data\n");
        assertThat(out("config", "--networks")).isEqualTo("default\n");
        assertThat(out("config", "--profiles")).isEqualTo("p\n");
        assertThat(out("config", "--models")).isEmpty();
    }

    @Test
    void theVariablesOfTheFilesAreATable() {
        assertThat(out("config", "--variables")).isEqualTo("""
                        NAME   REQUIRED   DEFAULT VALUE   ALTERNATE VALUE
                        A      false
                        LOUD   false                      yes
                        PORT   true
                        TAG    false      1.27
                        """);
        assertThat(out("config", "--variables", "--format", "json"))
                .contains(
                        "\"TAG\":{\"Name\":\"TAG\",\"DefaultValue\":\"1.27\",\"PresenceValue\":\"\",\"Required\":false}");
    }

    @Test
    void theVariablesThatFilesMayUseAreSorted() {
        assertThat(out("config", "--environment")).isEqualTo("COMPOSE_PROJECT_NAME=demo\nPASSED=on\nPORT=80\n");
    }

    @Test
    void aVariableIsExplained() {
        assertThat(out("config", "--explain", "PORT")).isEqualTo("""
                        PORT: 80
                          .env:1:6: 80
                             this is the value
                        used by
                          compose.yaml:5:13: services.web.ports[0], required
                        """);
        assertThat(out("config", "--explain", "PASSED", "--format", "json")).contains("\"value\":\"on\"");
    }

    @Test
    void digestsThatTheFilesGiveNeedNoRegistry() {
        assertThat(out("config", "db", "--lock-image-digests"))
                .isEqualTo("services:\n  db:\n    image: db@sha256:0123\n");
        assertThat(out("config", "db", "--resolve-image-digests")).contains("image: db@sha256:0123");
    }

    @Test
    void whatIsOnlyBuiltHereHasNoDigest() throws IOException {
        write("compose.yaml", """
                name: demo
                services:
                  own: {build: .}
                  db: {image: "db@sha256:0123"}
                """);
        assertThat(out("config", "--lock-image-digests")).isEqualTo("services:\n  db:\n    image: db@sha256:0123\n");
        assertThat(out("config", "--resolve-image-digests")).contains("image: db@sha256:0123", "image: demo-own\n");
    }

    @Test
    void whatIsBuiltIsPushedByItsTagsToo() throws IOException {
        write("compose.yaml", """
                name: demo
                services:
                  app: {image: "lan:5000/app:1", build: {context: ., tags: ["lan:5000/app:latest"]}}
                  own: {build: .}
                  db: {image: db}
                """);
        Call call = call("push", "--dry-run");
        assertThat(call.code()).isZero();
        assertThat(call.out() + call.err())
                .contains("lan:5000/app:1", "lan:5000/app:latest")
                .doesNotContain("db", "own");
    }

    @Test
    void fingerprintsNeedTheWholeProject() {
        assertThat(out("config", "--hash", "db,web")).matches("(?s)db [0-9a-f]+\nweb [0-9a-f]+\n");
        Call call = call("config", "--no-interpolate", "--hash", "*");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).startsWith("jcompose: --hash needs the whole project\n  hint: leave out");
    }

    @Test
    void unknownFormatsAreRefused() {
        assertThat(call("config", "--format", "xml").err()).contains("unknown format: xml", "one of yaml, json");
        assertThat(call("lint", "--format", "xml").err()).contains("unknown format: xml", "one of text, json, sarif");
        assertThat(call("explain", "name", "--format", "xml").err()).contains("unknown format: xml");
    }

    @Test
    void findingsAreShownAsErrorsAre() throws IOException {
        write("compose.yaml", "services:\n  a: {image: x, restart: always, mem_limit: 1g}\n");
        write(".env", "");
        Call call = call("lint");
        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("""
                        compose.yaml:2:14: warning: image x has no tag [untagged-image]
                              a: {image: x, restart: always, mem_limit: 1g}
                                         ^
                          reason: which program runs then depends on the day of the pull, and there is no way back to the one before
                          hint: name a version, as in `x:1.2.3`
                        1 finding.
                        """);
        assertThat(call("lint", "--strict").code()).isEqualTo(1);
        write("good.yaml", "services: {a: {image: 'x:1', restart: always, mem_limit: 1g}}\n");
        assertThat(call("lint", "--strict", "good.yaml")).isEqualTo(new Call(0, "No findings.\n", ""));
    }

    @Test
    void eachFileIsAProjectOfItsOwn() throws IOException {
        write("one.yaml", "services: {a: {image: 'x:1', restart: always, mem_limit: 1g}}\n");
        write("two.yaml", "services: {a: {imge: x}}\n");
        Call call = call("lint", "one.yaml", "two.yaml", "missing.yaml");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.out())
                .contains("two.yaml:1:16: error: ", "cannot read missing.yaml: there is no such file [invalid]")
                .doesNotContain("one.yaml");
        write("two.yaml", "services: {a: {image: 'x:$PORT', restart: always, mem_limit: 1g}}\n");
        assertThat(out("lint", "one.yaml", "two.yaml")).isEqualTo("No findings.\n");
        assertThat(out("lint", "one.yaml")).contains("nothing uses the variable PORT");
    }

    @Test
    void standardInputIsReadOnceForAll() {
        Call call = Call.in(directory, Map.of(), "services: {a: {image: x, profiles: [p]}}", "-f", "-", "lint");
        assertThat(call.out()).contains("-:1:23: warning: image x has no tag");
        Call profiles = Call.in(
                directory, Map.of(), "services: {a: {image: x, profiles: [p]}}", "-f", "-", "config", "--profiles");
        assertThat(profiles.out()).isEqualTo("p\n");
    }

    @Test
    void theRulesAreListed() {
        assertThat(out("lint", "--rules"))
                .contains("open-port: ports published on all addresses (warning)\n    because");
    }

    @Test
    void findingsAreJson() throws IOException {
        String json = out("lint", "--format", "json");
        assertThat(texts(json, "/0/rule")).containsExactly("no-memory-limit");
        assertThat(texts(json, "/0/file")).containsExactly("compose.yaml");
        assertThat(texts(json, "/0/line")).containsExactly("3");
    }

    @Test
    void findingsAreSarifWithAllThatTheSchemaRequires() throws IOException {
        String json = out("lint", "--format", "sarif");
        assertThat(texts(json, "/version")).containsExactly("2.1.0");
        assertThat(texts(json, "/runs/0/tool/driver/name")).containsExactly("jcompose lint");
        assertThat(texts(json, "/runs/0/tool/driver/rules/0/id")).containsExactly("invalid");
        String first = "/runs/0/results/0";
        assertThat(texts(json, first + "/ruleId")).containsExactly("no-memory-limit");
        assertThat(texts(json, first + "/level")).containsExactly("note");
        assertThat(texts(json, first + "/message/text")).hasSize(1);
        String place = first + "/locations/0/physicalLocation";
        assertThat(texts(json, place + "/artifactLocation/uri")).containsExactly("compose.yaml");
        assertThat(texts(json, place + "/region/startLine")).containsExactly("3");
        assertThat(texts(json, place + "/region/startColumn")).containsExactly("3");
    }

    private static List<String> texts(String json, String pointer) throws IOException {
        List<String> found = new ArrayList<>();
        try (JsonParser parser = new FilteringParserDelegate(
                new JsonFactory().createParser(json),
                new JsonPointerBasedFilter(JsonPointer.compile(pointer)),
                Inclusion.ONLY_INCLUDE_ALL,
                false)) {
            while (parser.nextToken() != null) {
                found.add(parser.getText());
            }
        }
        return found;
    }

    @Test
    void aValueIsExplained() {
        assertThat(out("explain", "services.web.image")).isEqualTo("""
                        services.web.image: nginx:1.27

                        1. compose.yaml:4:12: nginx:${TAG:-1.27}
                             TAG is not set: the default "1.27" counts
                             with variables replaced: nginx:1.27
                             this is the value
                        """);
        assertThat(out("explain", "services.web.image", "--format", "json")).contains("\"outcome\":\"value\"");
    }

    @Test
    void anUnknownPathIsAnsweredWithTheNearest() {
        Call call = call("explain", "services.wab.image");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).isEqualTo("""
                        jcompose: nothing in the project has the path services.wab.image
                          hint: did you mean `services.web.image`?
                        """);
    }

    @Test
    void filesThatDoNotLoadAreNotExplained() throws IOException {
        write("compose.yaml", "services: {a: {imge: x}}\n");
        Call call = call("explain", "services.a");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("compose.yaml:1:16: ");
    }

    @Test
    void completionKnowsTheirOptions() {
        assertThat(out("completion")).contains("--no-env-resolution", "--lock-image-digests", "explain", "--strict");
    }
}
