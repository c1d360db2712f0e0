package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ExecSession;
import io.jcompose.runtime.ExecSpec;
import io.jcompose.runtime.ProbeResult;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Commands and probes in running containers. */
final class CommandsKernelTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private Host host;
    private String id;

    @BeforeEach
    void open() throws Exception {
        host = new Host();
        id = host.start(Host.spec("sleep", "1000"));
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    private static ExecSpec command(String... command) {
        return new ExecSpec(List.of(command), List.of("EXTRA=yes"), null, null, false);
    }

    private static ExecSpec terminal(String script) {
        return new ExecSpec(List.of("sh", "-c", script), List.of(), null, null, true);
    }

    private static String all(InputStream in) throws Exception {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    private static int exit(ExecSession session) throws Exception {
        return session.exit().get(60, TimeUnit.SECONDS);
    }

    @Test
    void streamsAndExitCodeAreTheCommands() throws Exception {
        try (ExecSession session =
                host.containers.exec(id, command("sh", "-c", "echo out $EXTRA; echo err >&2; exit 7"))) {
            assertThat(all(session.output())).isEqualTo("out yes\n");
            assertThat(all(session.error())).isEqualTo("err\n");
            assertThat(exit(session)).isEqualTo(7);
        }
    }

    @Test
    void closingTheInputIsItsEnd() throws Exception {
        try (ExecSession session = host.containers.exec(id, command("cat"))) {
            session.input().write("to and fro\n".getBytes(StandardCharsets.UTF_8));
            session.input().close();
            assertThat(all(session.output())).isEqualTo("to and fro\n");
            assertThat(exit(session)).isZero();
        }
    }

    @Test
    void itSeesTheContainersProcessesAndOnlyThem() throws Exception {
        try (ExecSession session = host.containers.exec(
                id, command("sh", "-c", "cat /proc/1/cmdline; cat /proc/self/cgroup; ls -l /proc/self/fd"))) {
            String seen = all(session.output());
            assertThat(seen).contains("sleep\0001000", ":memory:/\n").doesNotContain("jcompose");
            // ls itself opens the directory that it lists.
            assertThat(seen.lines().filter(line -> line.contains("->"))).hasSize(4);
            assertThat(exit(session)).isZero();
        }
    }

    @Test
    void aMissingCommandIs127AndOneThatIsNotExecutable126() throws Exception {
        try (ExecSession session = host.containers.exec(id, command("no-such-thing"))) {
            assertThat(exit(session)).isEqualTo(127);
            assertThat(all(session.error())).contains("\"no-such-thing\": not found in PATH (/usr/bin:/bin)");
        }
        try (ExecSession session = host.containers.exec(id, command("/etc/not-a-program"))) {
            assertThat(exit(session)).isEqualTo(126);
        }
    }

    @Test
    void closingTheSessionKillsTheCommand() throws Exception {
        ExecSession session = host.containers.exec(id, command("sleep", "999"));
        session.close();
        assertThat(exit(session)).isEqualTo(137);
        host.awaitGone("sleep 999");
    }

    @Test
    void aSignalReachesTheCommand() throws Exception {
        try (ExecSession session = host.containers.exec(id, command("sleep", "998"))) {
            session.signal(15);
            assertThat(exit(session)).isEqualTo(143);
        }
    }

    @Test
    void aTerminalHasASizeAndIsOne() throws Exception {
        try (ExecSession session =
                host.containers.exec(id, terminal("read go; test -t 0 && test -t 1 && stty size && tty"))) {
            session.resize(33, 77);
            session.input().write("\n".getBytes(StandardCharsets.UTF_8));
            assertThat(all(session.output())).contains("33 77", "/dev/pts/");
            assertThat(exit(session)).isZero();
        }
    }

    @Test
    void controlCInterruptsOnATerminal() throws Exception {
        try (ExecSession session = host.containers.exec(id, terminal("echo ready; exec sleep 997"))) {
            byte[] ready = session.output().readNBytes(5);
            assertThat(new String(ready, StandardCharsets.UTF_8)).isEqualTo("ready");
            session.input().write(3);
            assertThat(exit(session)).isEqualTo(130);
        }
    }

    @Test
    void closingTheInputOfATerminalIsControlD() throws Exception {
        try (ExecSession session = host.containers.exec(id, terminal("cat; echo over"))) {
            session.input().close();
            assertThat(all(session.output())).contains("over");
            assertThat(exit(session)).isZero();
        }
    }

    @Test
    void aProbeGivesItsCodeAndItsFirst4096Bytes() throws Exception {
        ProbeResult result = host.containers
                .probe(id, command("sh", "-c", "seq 100000; exit 3"), LONG)
                .get(60, TimeUnit.SECONDS);
        assertThat(result.code()).isEqualTo(3);
        assertThat(result.output()).hasSize(4096).startsWith("1\n2\n");
    }

    @Test
    void aProbeThatTakesTooLongIsKilledWithAllItStarted() throws Exception {
        ProbeResult result = host.containers
                .probe(id, command("sh", "-c", "echo begun; sleep 996 & sleep 995"), Duration.ofSeconds(2))
                .get(60, TimeUnit.SECONDS);
        assertThat(result).isEqualTo(new ProbeResult(ProbeResult.TIMED_OUT, "begun\n"));
        host.awaitGone("sleep 99");
    }

    @Test
    void aProbeThatCannotRunSaysWhy() throws Exception {
        ProbeResult result = host.containers.probe(id, command("missing"), LONG).get(60, TimeUnit.SECONDS);
        assertThat(result.code()).isEqualTo(ProbeResult.COULD_NOT_RUN);
        assertThat(result.output()).contains("\"missing\": not found");
    }

    @Test
    void nothingRunsInAContainerThatDoesNot() throws Exception {
        host.containers.kill(id);
        assertThatThrownBy(() -> host.containers.exec(id, command("true")))
                .isInstanceOf(ContainerException.NoSuchContainer.class)
                .hasMessageContaining("is not running");
    }

    @Test
    void manyCommandsLeaveNoDescriptorOpen() throws Exception {
        long before = descriptors();
        for (int i = 0; i < 30; i++) {
            try (ExecSession session = host.containers.exec(id, command("cat", "/etc/hostname"))) {
                assertThat(all(session.output())).isEqualTo("box\n");
                assertThat(exit(session)).isZero();
            }
            host.containers.probe(id, command("sleep", "0"), LONG).get(60, TimeUnit.SECONDS);
        }
        assertThat(descriptors()).isLessThanOrEqualTo(before + 2);
    }

    private static long descriptors() throws Exception {
        try (var open = Files.list(Path.of("/proc/self/fd"))) {
            return open.count();
        }
    }
}
