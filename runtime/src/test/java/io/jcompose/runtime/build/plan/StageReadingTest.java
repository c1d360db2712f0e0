package io.jcompose.runtime.build.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.build.dockerfile.Dockerfile;
import io.jcompose.runtime.build.dockerfile.DockerfileReader;
import io.jcompose.runtime.build.dockerfile.Instruction;
import io.jcompose.runtime.build.dockerfile.Malformed;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageReadingTest {
    private final Settings settings = Settings.empty();
    private final List<Step> steps = new ArrayList<>();

    private void read(String text, Map<String, String> given) throws Exception {
        Dockerfile file = DockerfileReader.read("f", text);
        StageGraph graph = StageGraph.of(file, given, "", Set.of());
        StageReading reading = new StageReading(graph, 0, settings, given, BuildRequest.Commands.USUAL);
        for (Instruction instruction : file.stages().get(0).instructions()) {
            Optional<Step> step = reading.read(instruction);
            step.ifPresent(steps::add);
        }
    }

    private String json() {
        return new String(SettingsJson.write(settings, Instant.EPOCH, List.of()), StandardCharsets.UTF_8);
    }

    @Test
    void aLineOfEnvSeesTheValuesBeforeIt() throws Exception {
        read("FROM a\nENV abc=hello\nENV abc=bye def=$abc\nENV ghi=$abc\n", Map.of());
        assertThat(settings.environment())
                .containsExactly(Map.entry("abc", "bye"), Map.entry("def", "hello"), Map.entry("ghi", "bye"));
    }

    @Test
    void environmentWinsOverArgumentsAndGivenOverWritten() throws Exception {
        read("ARG G=global\nFROM a\nARG G\nARG V=written\nARG E=arg\nENV E=env\nRUN x\n", Map.of("V", "given"));
        assertThat(((Step.Run) steps.get(0)).environment())
                .containsExactlyInAnyOrderEntriesOf(Map.of("G", "global", "V", "given", "E", "env"));
        assertThat(settings.environment()).containsOnlyKeys("E");
    }

    @Test
    void anArgumentBeforeFromIsUnknownUntilItIsDeclared() throws Exception {
        read("ARG G=global\nFROM a\nENV X=-$G-\n", Map.of());
        assertThat(settings.environment()).containsEntry("X", "--");
    }

    @Test
    void proxiesReachTheCommandWithoutBeingDeclared() throws Exception {
        read("FROM a\nRUN x\n", Map.of("http_proxy", "http://p", "OTHER", "1"));
        Step.Run run = (Step.Run) steps.get(0);
        assertThat(run.hidden()).containsExactly(Map.entry("http_proxy", "http://p"));
        assertThat(run.environment()).isEmpty();
    }

    @Test
    void workingDirectoriesBuildUponEachOther() throws Exception {
        read(
                "FROM a\nWORKDIR /a\nWORKDIR b/../c\nENV D=d\nWORKDIR $D\nCOPY x .\nCOPY x y\nCOPY x y/\nADD x /z/./q\n",
                Map.of());
        assertThat(settings.workingDirectory()).isEqualTo("/a/c/d");
        assertThat(steps.stream().filter(Step.Copy.class::isInstance).map(step -> ((Step.Copy) step).target()))
                .containsExactly("/a/c/d/", "/a/c/d/y", "/a/c/d/y/", "/z/q");
    }

    @Test
    void anEntrypointTakesTheBaseImagesCommandAway() throws Exception {
        settings.command = List.of("old");
        read("FROM a\nENTRYPOINT [\"e\"]\n", Map.of());
        assertThat(json()).contains("\"Entrypoint\":[\"e\"]").doesNotContain("\"Cmd\"");
        read("FROM a\nCMD c d\nENTRYPOINT [\"e\"]\n", Map.of());
        assertThat(json()).contains("\"Cmd\":[\"/bin/sh\",\"-c\",\"c d\"]");
    }

    @Test
    void shellsAreThoseOfTheFile() throws Exception {
        read("FROM a\nSHELL [\"bash\",\"-ec\"]\nRUN a | b\nCMD x\n", Map.of());
        assertThat(((Step.Run) steps.get(0)).command()).containsExactly("bash", "-ec", "a | b");
        assertThat(json()).contains("\"Shell\":[\"bash\",\"-ec\"]");
    }

    @Test
    void documentsOfRunAreScriptsOrInputs() throws Exception {
        read("FROM a\nRUN <<E\na\nE\nRUN cat <<E >x\nb\nE\nRUN <<E\n#!/bin/awk\nc\nE\n", Map.of());
        assertThat(((Step.Run) steps.get(0)).command()).endsWith("a\n");
        assertThat(((Step.Run) steps.get(1)).command()).endsWith("cat <<E >x\nb\nE");
        assertThat(((Step.Run) steps.get(2)).command()).containsExactly("/dev/pipes/E");
    }

    @Test
    void documentsOfCopyAreExpandedUnlessTheirNameIsQuoted() throws Exception {
        read("FROM a\nENV X=1\nCOPY <<a <<'b' /d/\n$X \"q\"\na\n$X\nb\n", Map.of());
        assertThat(((Step.Copy) steps.get(0)).documents())
                .containsEntry("a", "1 \"q\"\n")
                .containsEntry("b", "$X\n");
    }

    @Test
    void theRestStandsInTheConfiguration() throws Exception {
        read("""
                FROM a
                LABEL a=1 "b c"='d e'
                EXPOSE 80 53/UDP
                VOLUME /v
                USER me:us
                STOPSIGNAL SIGINT
                HEALTHCHECK --interval=1m30s --retries=2 CMD test -f x
                ONBUILD RUN y
                MAINTAINER Me
                """, Map.of());
        assertThat(json())
                .contains("\"Labels\":{\"a\":\"1\",\"b c\":\"d e\"}")
                .contains("\"ExposedPorts\":{\"53/udp\":{},\"80/tcp\":{}}")
                .contains("\"User\":\"me:us\"")
                .contains("\"StopSignal\":\"SIGINT\"")
                .contains("\"Test\":[\"CMD-SHELL\",\"test -f x\"],\"Interval\":90000000000,\"Retries\":2")
                .contains("\"OnBuild\":[\"RUN y\"]")
                .contains("\"author\":\"Me\"");
    }

    @Test
    void eachPortOfARangeStandsInTheConfiguration() throws Exception {
        read("FROM a\nEXPOSE 8080-8082 53-54/udp\n", Map.of());
        assertThat(json())
                .contains(
                        "\"ExposedPorts\":{\"53/udp\":{},\"54/udp\":{},\"8080/tcp\":{},\"8081/tcp\":{},\"8082/tcp\":{}}");
        for (String wrong : List.of("9-8", "70000", "1-70000")) {
            assertThatThrownBy(() -> read("FROM a\nEXPOSE " + wrong + "\n", Map.of()))
                    .hasMessageContaining("is no range of ports");
        }
    }

    @Test
    void aConfigurationIsReadAsItWasWritten() throws Exception {
        read("FROM a\nENV a=1\nCMD x\nHEALTHCHECK CMD x\nONBUILD RUN y\nVOLUME /v\nLABEL l=1\n", Map.of());
        byte[] json = json().getBytes(StandardCharsets.UTF_8);
        assertThat(SettingsJson.write(SettingsJson.read(json), Instant.EPOCH, List.of()))
                .isEqualTo(json);
    }

    @Test
    void whatIsEmptyAfterExpansionIsRefused() {
        assertThatThrownBy(() -> read("FROM a\nUSER $NONE\n", Map.of())).isInstanceOf(Malformed.class);
        assertThatThrownBy(() -> read("FROM a\nCOPY a $NONE\n", Map.of())).hasMessageContaining("is empty");
        assertThatThrownBy(() -> read("FROM a\nEXPOSE http\n", Map.of())).hasMessageContaining("is no port");
        assertThatThrownBy(() -> read("FROM a\nCOPY http://x /z\n", Map.of())).hasMessageContaining("takes no URL");
    }

    @Test
    void mountsAreReadWithTheirDefaults() throws Exception {
        read(
                "FROM a\nRUN --mount=type=cache,target=/c --mount=type=secret,id=s --mount=type=tmpfs,dst=t,size=1m"
                        + " --mount=target=/ctx,ro x\n",
                Map.of());
        assertThat(((Step.Run) steps.get(0)).mounts())
                .containsExactly(
                        new RunMount.Cache("/c", "/c", "shared", false, 0755, 0, 0, Optional.empty()),
                        new RunMount.Secret("/run/secrets/s", "s", "", false, 0400, 0, 0),
                        new RunMount.Tmpfs("/t", 1 << 20),
                        new RunMount.Bind("/ctx", new Origin.OfContext(""), "", false));
    }
}
