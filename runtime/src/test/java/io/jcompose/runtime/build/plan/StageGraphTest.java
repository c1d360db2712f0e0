package io.jcompose.runtime.build.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.dockerfile.DockerfileReader;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class StageGraphTest {
    private static StageGraph graph(String text, String target) throws ContainerException {
        return StageGraph.of(DockerfileReader.read("f", text), Platforms.arguments(), target, Set.of("named"));
    }

    @Test
    void onlyNeededStagesAreBuilt() throws ContainerException {
        StageGraph graph = graph("FROM scratch AS a\nFROM x AS b\nFROM a AS c\nCOPY --from=0 /x /y\n", "");
        assertThat(graph.needed().keySet()).containsExactly(0, 2);
        assertThat(graph.bases())
                .containsEntry(0, new Origin.Scratch())
                .containsEntry(1, new Origin.OfImage("x"))
                .containsEntry(2, new Origin.OfStage(0));
        assertThat(graph("FROM scratch AS a\nFROM x AS b\n", "A").needed()).containsOnlyKeys(0);
    }

    @Test
    void mountsNeedTheirStages() throws ContainerException {
        StageGraph graph = graph("FROM x AS a\nFROM y\nRUN --mount=from=a,target=/a ls\n", "");
        assertThat(graph.needed()).containsEntry(1, Set.of(0));
    }

    @Test
    void aStageOnItsOwnNameIsOfAnImage() throws ContainerException {
        assertThat(graph("FROM b AS a\nFROM a AS b\n", "").bases()).containsEntry(0, new Origin.OfImage("b"));
    }

    @Test
    void namedContextsWin() throws ContainerException {
        assertThat(graph("FROM named\n", "").bases()).containsEntry(0, new Origin.OfContext("named"));
    }

    @Test
    void argumentsBeforeFromAreKnownToIt() throws ContainerException {
        String text = "ARG V=1\nARG I=img:${V}\nFROM --platform=$BUILDPLATFORM ${I}-x\n";
        assertThat(graph(text, "").bases()).containsEntry(0, new Origin.OfImage("img:1-x"));
        StageGraph given =
                StageGraph.of(DockerfileReader.read("f", text), Map.of("V", "2", "BUILDPLATFORM", ""), "", Set.of());
        assertThat(given.bases()).containsEntry(0, new Origin.OfImage("img:2-x"));
    }

    @Test
    void mistakesHaveAPlace() {
        assertThatThrownBy(() -> graph("FROM $NONE\n", ""))
                .hasMessageContaining("f:1:1: the base image '$NONE' is empty");
        assertThatThrownBy(() -> graph("FROM --platform=windows/amd64 x\n", ""))
                .hasMessageContaining("f:1:1: the platform windows/amd64 is not this host's");
        assertThatThrownBy(() -> graph("FROM x\nCOPY --from=7 a b\n", ""))
                .hasMessageContaining("f:2:1: there is no stage 7");
        assertThatThrownBy(() -> graph("FROM x\nCOPY --from=0 a b\n", "")).hasMessageContaining("from itself");
        assertThatThrownBy(() -> graph("FROM x AS a\n", "b")).hasMessage("f has no stage 'b'; it has a");
    }

    @Test
    void stagesThatWaitForEachOtherAreRefused() {
        assertThatThrownBy(() -> graph("FROM x AS a\nCOPY --from=b a b\nFROM x AS b\nCOPY --from=a a b\n", ""))
                .hasMessageContaining("waits for itself");
    }

    @Test
    void argumentsThatGrowAreRefused() {
        StringBuilder text = new StringBuilder("ARG A0=xxxxxxxxxx\n");
        for (int i = 1; i < 40; i++) {
            text.append("ARG A%d=$A%d$A%d\n".formatted(i, i - 1, i - 1));
        }
        assertThatThrownBy(() -> graph(text + "FROM x\n", "")).hasMessageContaining("a text of more than");
    }
}
