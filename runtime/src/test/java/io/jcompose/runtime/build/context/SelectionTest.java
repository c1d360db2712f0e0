package io.jcompose.runtime.build.context;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.build.plan.CacheKey;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class SelectionTest {
    private final TextTree tree = new TextTree()
            .file("a.txt", "a")
            .file("b.md", "b")
            .file("src/main/x.c", "x")
            .file("src/main/x.h", "h")
            .file("src/y.c", "y")
            .link("in", "src/main")
            .link("out", "../secret")
            .link("absolute", "/etc")
            .link("round", "round");

    private List<String> targets(Selection selection) {
        return selection.items().stream().map(Selection.Item::target).toList();
    }

    private Selection select(String... sources) throws IOException, ContainerException {
        return select(IgnorePatterns.NONE, false, sources);
    }

    private Selection select(IgnorePatterns excluded, boolean parents, String... sources)
            throws IOException, ContainerException {
        Selection selection = new Selection(tree, excluded, parents);
        for (String source : sources) {
            selection.add(source);
        }
        return selection;
    }

    @Test
    void aFileHasItsName() throws Exception {
        Selection selection = select("./a.txt");
        assertThat(targets(selection)).containsExactly("a.txt");
        assertThat(selection.isFile()).isTrue();
        assertThat(selection.needsDirectory()).isFalse();
    }

    @Test
    void aDirectoryIsItsContent() throws Exception {
        assertThat(targets(select("src"))).containsExactly("", "main", "main/x.c", "main/x.h", "y.c");
    }

    @Test
    void patternsMatchLevelByLevel() throws Exception {
        assertThat(targets(select("src/*/x.?"))).containsExactly("x.c", "x.h");
        assertThat(select("*.*").needsDirectory()).isTrue();
        assertThat(targets(select("**/*.c"))).containsExactly("y.c", "x.c");
    }

    @Test
    void excludedFilesAreLeftOut() throws Exception {
        IgnorePatterns headers = IgnorePatterns.of(List.of("**/*.h"), "x");
        assertThat(targets(select(headers, false, "src"))).containsExactly("", "main", "main/x.c", "y.c");
    }

    @Test
    void parentsAreMadeAgainFromThePivotOn() throws Exception {
        assertThat(targets(select(IgnorePatterns.NONE, true, "src/main/x.c")))
                .containsExactly("src", "src/main", "src/main/x.c");
        assertThat(targets(select(IgnorePatterns.NONE, true, "src/./main/x.c"))).containsExactly("main", "main/x.c");
    }

    @Test
    void linksInsideAreFollowedWhenTheyAreNamed() throws Exception {
        assertThat(targets(select("in"))).containsExactly("", "x.c", "x.h");
        assertThat(targets(select("in/x.c"))).containsExactly("x.c");
    }

    @Test
    void nothingLeadsOut() {
        for (String source : List.of("../x", "/../x", "src/../../x", "out", "out/x", "absolute", "absolute/passwd")) {
            assertThatThrownBy(() -> select(source)).as(source).hasMessageContaining("leads out of");
        }
        assertThatThrownBy(() -> select("round/x")).hasMessageContaining("circle of links");
    }

    @Test
    void whatIsNotThereIsSaid() {
        assertThatThrownBy(() -> select("nothing")).hasMessage("'nothing' is not in the test");
        assertThatThrownBy(() -> select("*.none")).hasMessage("nothing in the test fits '*.none'");
    }

    @Test
    void contentDependsOnNamesModesAndBytesNotOnTimes() throws Exception {
        String first = CacheKey.content(select("src"), tree);
        tree.touch("src/y.c", 99);
        assertThat(CacheKey.content(select("src"), tree)).isEqualTo(first);
        tree.mode("src/y.c", 0755);
        String executable = CacheKey.content(select("src"), tree);
        assertThat(executable).isNotEqualTo(first);
        tree.file("src/y.c", "z");
        assertThat(CacheKey.content(select("src"), tree)).isNotIn(first, executable);
    }
}
