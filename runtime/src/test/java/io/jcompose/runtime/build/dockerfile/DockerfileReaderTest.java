package io.jcompose.runtime.build.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DockerfileReaderTest {
    private static List<Instruction> body(String text) throws ContainerException {
        return DockerfileReader.read("Dockerfile", "FROM a\n" + text)
                .stages()
                .get(0)
                .instructions();
    }

    private static Instruction only(String text) throws ContainerException {
        List<Instruction> body = body(text);
        assertThat(body).hasSize(1);
        return body.get(0);
    }

    private static String line(String text) throws ContainerException {
        return ((Command.Shell) ((Instruction.Run) only(text)).command()).line();
    }

    @Test
    void linesGoOnBehindABackslash() throws ContainerException {
        assertThat(line("RUN a \\\n  b\\\nc \\  \n d")).isEqualTo("a   bc  d");
    }

    @Test
    void commentsAndEmptyLinesBetweenContinuedLinesDoNotCount() throws ContainerException {
        assertThat(line("RUN a && \\\n# no\n   # neither\n\n b")).isEqualTo("a &&  b");
    }

    @Test
    void twoBackslashesDoNotContinue() {
        assertThatThrownBy(() -> body("RUN a \\\\\nb")).hasMessageContaining("there is no instruction 'b'");
    }

    @Test
    void aContinuedLineMayEndWithTheFile() throws ContainerException {
        assertThat(line("RUN a \\")).isEqualTo("a");
    }

    @Test
    void theEscapeDirectiveChangesTheCharacter() throws ContainerException {
        Dockerfile file = DockerfileReader.read("f", "# Escape = `\nFROM a\nRUN dir c:\\ `\n /s\n");
        assertThat(file.directives().escape()).isEqualTo('`');
        Instruction.Run run =
                (Instruction.Run) file.stages().get(0).instructions().get(0);
        assertThat(run.command()).isEqualTo(new Command.Shell("dir c:\\  /s"));
    }

    @Test
    void directivesEndAtTheFirstOtherComment() throws ContainerException {
        Dockerfile file = DockerfileReader.read("f", "# syntax=docker/dockerfile:1\n# hello\n# escape=`\nFROM a\n");
        assertThat(file.directives()).isEqualTo(new Directives('\\', "docker/dockerfile:1", Directives.Check.USUAL));
    }

    @Test
    void aDirectiveStandsOnce() {
        assertThatThrownBy(() -> DockerfileReader.read("f", "#escape=`\n#escape=`\nFROM a"))
                .hasMessageContaining("f:2:1: the parser directive 'escape' stands here a second time");
    }

    @Test
    void byteOrderMarksAndWindowsLinesAreRead() throws ContainerException {
        Dockerfile file = DockerfileReader.read("f", "\ufeffFROM a\r\nRUN b \\\r\n c\r\n");
        assertThat(((Instruction.Run) file.stages().get(0).instructions().get(0)).command())
                .isEqualTo(new Command.Shell("b  c"));
    }

    @Test
    void keywordsAreReadInAnyCase() throws ContainerException {
        Dockerfile file = DockerfileReader.read("f", "from a AS Build\ncmd [\"x\", \"y z\"]\n");
        assertThat(file.stages().get(0).from().name()).isEqualTo("build");
        assertThat(((Instruction.Cmd) file.stages().get(0).instructions().get(0)).command())
                .isEqualTo(new Command.Exec(List.of("x", "y z")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUN [\"a\", \"b\"] | Exec[words=[a, b]]",
                "RUN ['a'] | Shell[line=['a']]",
                "RUN [\"a\"] b | Shell[line=[\"a\"] b]",
                "RUN [ -f x ] | Shell[line=[ -f x ]]",
                "RUN [] | Exec[words=[]]"
            })
    void onlyAWholeJsonListIsTheExecForm(String text, String command) throws ContainerException {
        assertThat(((Instruction.Run) only(text)).command()).hasToString(command);
    }

    @Test
    void settingsHaveTwoForms() throws ContainerException {
        assertThat(((Instruction.Env) only("ENV a=1 b='x y' c=\"q\\\" r\"")).settings())
                .extracting(Instruction.Setting::name, Instruction.Setting::value)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("a", "1"),
                        org.assertj.core.groups.Tuple.tuple("b", "'x y'"),
                        org.assertj.core.groups.Tuple.tuple("c", "\"q\\\" r\""));
        assertThat(((Instruction.Env) only("ENV a  the rest = all")).settings())
                .containsExactly(new Instruction.Setting("a", "the rest = all"));
    }

    @Test
    void documentsAreTakenFromTheLinesBelow() throws ContainerException {
        List<Instruction> body =
                body("RUN <<EOF cat > /x\n\ta $B\n# no comment\nEOF\nCOPY <<-'one' <<two /d/\n\tx\n\tone\ny\ntwo\n");
        Instruction.Run run = (Instruction.Run) body.get(0);
        assertThat(run.documents()).containsExactly(new Heredoc("EOF", "\ta $B\n# no comment\n", true, false));
        Instruction.Copy copy = (Instruction.Copy) body.get(1);
        assertThat(copy.sources()).isEmpty();
        assertThat(copy.documents())
                .containsExactly(new Heredoc("one", "\tx\n", false, true), new Heredoc("two", "y\n", true, false));
        assertThat(copy.documents().get(0).text()).isEqualTo("x\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"<<EOF", "<<'EOF'", "<<\"EOF\"", "<<-EOF", "<<E'O'F", "<< EOF", "<<- EOF", "3<<EOF"})
    void announcesADocument(String word) throws Malformed {
        assertThat(Heredocs.announced(word, 0)).extracting(Heredoc::name).containsExactly("EOF");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "EOF", "<<", "<<-", "<EOF", "<<<EOF", "'<<EOF'", "\"<<EOF\"", "a<<EOF"})
    void announcesNoDocument(String word) throws Malformed {
        assertThat(Heredocs.announced(word, 0)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "RUN <<EOF | f:2:1: the document 'EOF' is not closed",
                "RUN <<'EOF | f:2:1: a single quote is not closed",
                "FORM x | f:2:1: there is no instruction 'FORM'; did you mean FROM?",
                "COPY a | f:2:6: COPY needs a source and a target",
                "COPY --form=x a b | f:2:6: COPY has no flag '--form'",
                "COPY --from=x --from=y a b | f:2:15: COPY has the flag '--from' twice",
                "ENV a | f:2:5: ENV needs a value for 'a'",
                "ENV a=1 b | f:2:9: 'b' has no '='",
                "ENV a=1 =b | f:2:9: a name before '=' is missing",
                "FROM a b | f:2:6: FROM is written as",
                "FROM a AS 1b | f:2:6: FROM cannot call a stage '1b'",
                "FROM a AS scratch | f:2:6: FROM cannot call a stage",
                "RUN | f:2:4: RUN needs a command",
                "RUN --security=insecure x | RUN with --security=insecure is not done here",
                "RUN --network=bridge x | RUN has --network=bridge",
                "RUN --mount=type=cash,target=/x y | of type 'cash'",
                "RUN --mount=type=cache y | a --mount without a target",
                "RUN --mount=type=tmpfs,target=/x,from=y z | of type tmpfs with 'from'",
                "HEALTHCHECK | HEALTHCHECK needs CMD",
                "HEALTHCHECK NONE x | NONE takes nothing behind it",
                "HEALTHCHECK x | is followed by CMD or NONE",
                "HEALTHCHECK --interval=1 CMD x | which is no duration",
                "HEALTHCHECK --retries=-1 CMD x | must be a number",
                "ONBUILD ONBUILD RUN x | ONBUILD cannot be followed by ONBUILD",
                "ONBUILD FROM x | ONBUILD cannot be followed by FROM",
                "ONBUILD WHAT x | there is no instruction 'WHAT'",
                "SHELL /bin/sh -c | SHELL needs a JSON list",
                "CMD [1] | only texts in double quotes",
                "VOLUME [] | VOLUME needs at least a path",
                "WORKDIR | WORKDIR needs a path"
            })
    void mistakesHaveAPlace(String text, String message) {
        assertThatThrownBy(() -> DockerfileReader.read("f", "FROM a\n" + text))
                .isInstanceOf(ContainerException.class)
                .hasMessageContaining(message)
                .hasMessageContaining("f:2:");
    }

    @Test
    void placesAreThoseOfTheContinuedLine() {
        assertThatThrownBy(() -> DockerfileReader.read("f", "FROM a\nENV a=1 \\\n    b\n"))
                .hasMessage("f:3:5: 'b' has no '=': settings are written as name=value\n        b\n        ^");
    }

    @Test
    void allMistakesAreToldAtOnce() {
        assertThatThrownBy(() -> DockerfileReader.read("f", "FROM a\nRUM x\nCOPY a\nENV\n"))
                .hasMessageContainingAll("f:2:1", "f:3:6", "f:4:4");
    }

    @Test
    void onlyArgStandsBeforeFrom() {
        assertThatThrownBy(() -> DockerfileReader.read("f", "ARG x=1\nRUN x\nFROM a"))
                .hasMessageContaining("f:2:1: only ARG may stand before the first FROM");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n\n", "# only this\n"})
    void aFileWithoutAStageIsRefused(String text) {
        assertThatThrownBy(() -> DockerfileReader.read("f", text)).hasMessageContaining("f:1:1: there is no FROM");
    }

    @Test
    void aHundredThousandInstructionsAreRefused() {
        assertThatThrownBy(() -> DockerfileReader.read("f", "FROM a\n" + "RUN x\n".repeat(100_000)))
                .hasMessageContaining("f:10001:1: more than 10000 instructions");
    }

    @Test
    void giantLinesAreReadOrRefused() throws ContainerException {
        assertThat(line("RUN " + "x".repeat(1 << 20))).hasSize(1 << 20);
        assertThatThrownBy(() -> DockerfileReader.read("f", "x".repeat(5 << 20)))
                .hasMessageContaining("longer than");
    }
}
