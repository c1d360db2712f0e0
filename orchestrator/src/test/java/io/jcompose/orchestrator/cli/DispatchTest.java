package io.jcompose.orchestrator.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DispatchTest {
    @TempDir
    private Path directory;

    private Call call(String... words) {
        return Call.in(directory, Map.of(), "", words);
    }

    @Test
    void helpListsEveryCommandAndEveryCommandHasExamples() {
        Call help = call("--help");
        assertThat(help.code()).isZero();
        for (CommandEntry entry : CommandTable.all()) {
            assertThat(help.out()).contains("  " + entry.name() + " ");
            assertHelps(List.of(entry.name()), entry);
            entry.parts().forEach(part -> assertHelps(List.of(entry.name(), part.name()), part));
        }
    }

    private void assertHelps(List<String> words, CommandEntry entry) {
        if (entry.make() != null) {
            Call call = call(java.util.stream.Stream.concat(words.stream(), java.util.stream.Stream.of("--help"))
                    .toArray(String[]::new));
            assertThat(call.code()).as("%s", words).isZero();
            assertThat(call.out()).as("%s", words).contains("Examples:").contains("--project-name");
        }
    }

    @Test
    void anUnknownCommandIsAnsweredWithTheNearestOne() {
        Call call = call("pss");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).startsWith("jcompose: unknown command: pss\n  hint: did you mean: ps");
    }

    @Test
    void anUnknownFlagIsAnsweredWithTheNearestOne() {
        Call call = call("up", "--force-recrate");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("Unknown option: '--force-recrate'").contains("--force-recreate");
    }

    @Test
    void noCommandPrintsHelpAndFails() {
        Call call = call();
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("Commands:");
    }

    @Test
    void globalFlagsStandBeforeOrAfterTheCommand() throws IOException {
        Files.writeString(directory.resolve("x.yml"), "services: {web: {image: a}}");
        assertThat(call("-f", "x.yml", "-p", "one", "config", "--services").out())
                .isEqualTo("web\n");
        assertThat(call("config", "-f", "x.yml", "--services", "-p", "one").out())
                .isEqualTo("web\n");
        assertThat(call("-p", "one", "config", "-f", "x.yml", "-p", "two").out())
                .startsWith("name: two");
    }

    @Test
    void aFileIsReadFromStandardInput() {
        Call call = Call.in(directory, Map.of(), "services: {web: {image: a}}", "-f", "-", "config", "--images");
        assertThat(call.out()).isEqualTo("a\n");
    }

    @Test
    void aMistakeInAFileIsShownAtItsPlace() throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), "services:\n  web:\n    image: a\n    imagee: b\n");
        Call call = call("config", "-q");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err())
                .contains("compose.yaml:4:5: ")
                .contains("    imagee: b\n")
                .contains("^");
    }

    /** As docker compose does: -q silences standard output only, and warnings are for whoever checks. */
    @Test
    void aQuietCheckStillWarns() throws IOException {
        Files.writeString(directory.resolve("x.yml"), "services: {web: {image: a, labels: {v: $UNSET}}}");
        Call call = call("-f", "x.yml", "config", "-q");
        assertThat(call.code()).isZero();
        assertThat(call.out()).isEmpty();
        assertThat(call.err()).startsWith("warning: x.yml:1:").contains("\"UNSET\" variable is not set");
    }

    @Test
    void configKeepsDollarsThroughBothFormats() throws IOException {
        Files.writeString(directory.resolve("x.yml"), "services: {web: {image: a, command: [\"echo $$HOME\"]}}");
        for (String format : new String[] {"yaml", "json"}) {
            assertThat(call("-f", "x.yml", "config", "--format", format, "-o", "y.yml")
                            .code())
                    .isZero();
            assertThat(call("-f", "y.yml", "config", "--format", "yaml").out()).contains("echo $$HOME");
        }
    }

    @Test
    void configSaysWhyItCannotWrite() throws IOException {
        Files.writeString(directory.resolve("x.yml"), "services: {web: {image: a}}");
        Call call = call("-f", "x.yml", "config", "-o", "none/y.yml");
        assertThat(call.code()).isEqualTo(1);
        assertThat(call.err()).contains("cannot write " + directory.resolve("none/y.yml") + ": there is no directory");
    }

    @Test
    void versionNeedsNoDaemon() {
        Call call = call("--run-dir", directory.toString(), "version");
        assertThat(call.code()).isZero();
        assertThat(call.out()).isEqualTo("jcompose version 0.1.0\ndaemon: not running\n");
        assertThat(call("version", "--short").out()).isEqualTo("0.1.0\n");
        assertThat(call("--run-dir", directory.toString(), "version", "-f", "json")
                        .out())
                .isEqualTo("{\"version\":\"0.1.0\"}\n");
    }

    @Test
    void aDaemonThatCannotStartIsQuoted() throws IOException {
        Path launcher = directory.resolve("launcher");
        Files.writeString(launcher, "#!/bin/sh\necho \"$1: no cgroups here\"\nexit 4\n");
        Files.setPosixFilePermissions(launcher, PosixFilePermissions.fromString("rwx------"));
        Call call = Call.in(
                directory,
                Map.of("JCOMPOSE_LAUNCHER", launcher.toString()),
                "",
                "--root",
                "state",
                "--run-dir",
                "run",
                "-p",
                "x",
                "ps");
        assertThat(call.code()).isEqualTo(1);
        boolean root = Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"));
        assertThat(call.err())
                .contains(
                        root ? "ended with code 4 while starting; it said:\ndaemon: no cgroups here" : "only root can");
    }

    @Test
    void completionKnowsTheCommands() {
        assertThat(call("completion", "bash").out())
                .contains("--force-recreate")
                .contains("from-host");
    }

    @Test
    void upAndPlanRefuseWhatNothingActsOnBeforeTheyAskADaemon() throws IOException {
        Files.writeString(
                directory.resolve("compose.yaml"),
                "services:\n  web:\n    image: nginx\n    cap_add: [NET_ADMIN]\n    cpu_count: 2\n");
        for (String command : List.of("up", "plan")) {
            Call call = call(command);
            assertThat(call.code()).as(command).isEqualTo(1);
            assertThat(call.err())
                    .contains("compose.yaml:4:5: `cap_add` is understood, but jcompose does not act on it yet")
                    .contains("    cap_add: [NET_ADMIN]\n")
                    .contains("compose.yaml:5:5: `cpu_count` has no effect here")
                    .contains("refused: not all that the files ask for can be done", "--ignore-unsupported");
        }
        assertThat(call("config").code()).isZero();
        assertThat(call("config").out()).contains("cap_add:\n      - NET_ADMIN\n");
    }
}
