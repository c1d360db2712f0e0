package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.asked.Chosen;
import io.jcompose.orchestrator.asked.UpAsked;
import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.ExecRequest;
import io.jcompose.orchestrator.client.ExecStream;
import io.jcompose.orchestrator.client.ExecStream.Frame;
import io.jcompose.orchestrator.client.Releasing;
import io.jcompose.orchestrator.client.RunRequest;
import io.jcompose.orchestrator.client.UpRequest;
import io.jcompose.spec.Contents;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What {@code run} does in the daemon. */
class OneOffKernelTest extends DaemonOnAHost {
    private static final String YAML = """
            services:
              db:
                image: jcompose/shell
                command: [/srv/serve, "5432"]
                volumes: ["./serve:/srv/serve:ro"]
              job-run-1:
                image: jcompose/shell
                init: true
                container_name: shop-job-run-1
                command: [sh, -c, "COMMAND"]
                depends_on: [db]
                volumes: ["./serve:/srv/serve:ro"]
            """;

    private static RunRequest job(String command, boolean remove, boolean detach, ExecRequest.@Nullable Size terminal)
            throws Exception {
        UpRequest plain = stack.request(YAML.replace("COMMAND", command));
        UpRequest up = plain.asking(UpAsked.USUAL.of(new Chosen(List.of("db"), false)));
        return new RunRequest(up, "job-run-1", "job", remove, detach, terminal != null, terminal);
    }

    /** What an attended one wrote (errors in capitals), with its exit code behind. */
    private static String talk(ExecStream stream, String input) throws Exception {
        StringBuilder said = new StringBuilder();
        try (stream) {
            for (Frame frame = stream.next(); ; frame = stream.next()) {
                if (frame instanceof Frame.Begun) {
                    stream.input(input.getBytes(StandardCharsets.US_ASCII), input.length());
                    stream.endOfInput();
                } else if (frame instanceof Frame.Out out) {
                    said.append(StandardCharsets.UTF_8.decode(out.bytes()));
                } else if (frame instanceof Frame.Err err) {
                    said.append(StandardCharsets.UTF_8
                            .decode(err.bytes())
                            .toString()
                            .toUpperCase(java.util.Locale.ROOT));
                } else if (frame instanceof Frame.Exit exit) {
                    return said.append(exit.code()).toString();
                }
            }
        }
    }

    private static List<String> oneOffs() throws Exception {
        return stack.status().oneOffs().stream()
                .map(row -> row.name() + " " + row.state() + " " + row.exitCode())
                .toList();
    }

    @Test
    void anAttendedOneTakesInputAndPassesItsExitCodeOn() throws Exception {
        ExecStream stream = stack.client().run(Stack.PROJECT, job("cat; printf open; exit 7", true, false, null));
        assertThat(talk(stream, "hello\n")).isEqualTo("hello\nopen7");
        assertThat(oneOffs()).as("removed before its client hears of the end").isEmpty();
        assertThat(stack.states()).containsExactly("db-1 running");
    }

    @Test
    void whatItWroteComesWholeAlsoWhenItEndsAtOnce() throws Exception {
        String loop = "i=0; while [ $$i -lt 2000 ]; do echo line $$i; i=$$((i+1)); done; echo bad >&2";
        ExecStream stream = stack.client().run(Stack.PROJECT, job(loop, true, false, null));
        String said = talk(stream, "");
        assertThat(said.lines().filter(line -> line.startsWith("line ")).count())
                .isEqualTo(2000);
        assertThat(said).contains("BAD");
    }

    @Test
    void onATerminalItSeesItsSize() throws Exception {
        ExecStream stream = stack.client()
                .run(Stack.PROJECT, job("read word; stty size", true, false, new ExecRequest.Size(33, 99)));
        assertThat(talk(stream, "go\n")).contains("33 99").endsWith("0");
    }

    @Test
    void withoutRemovalItStaysAndIsNeverStartedAgain() throws Exception {
        ExecStream stream = stack.client().run(Stack.PROJECT, job("exit 3", false, false, null));
        assertThat(talk(stream, "")).isEqualTo("3");
        assertThat(oneOffs()).containsExactly("shop-job-run-1 exited 3");
        host.startDaemon();
        stack.up(stack.request("services: {db: {image: jcompose/shell, command: [sleep, '100']}}"));
        assertThat(oneOffs()).containsExactly("shop-job-run-1 exited 3");
    }

    @Test
    void aNewDaemonLetsItRunOnAndCleansItUpAtItsEnd() throws Exception {
        try (var stream = stack.client()
                .runDetached(Stack.PROJECT, job("while [ ! -e /end ]; do sleep 0.1; done", true, true, null))) {
            stream.finish(progress -> {});
        }
        String id = stack.status().oneOffs().get(0).id();
        host.startDaemon();
        assertThat(oneOffs()).containsExactly("shop-job-run-1 running 0");
        assertThat(stack.status().oneOffs().get(0).id()).isEqualTo(id);
        List<Long> processes = Leaks.processesOf(id);
        ProcessHandle.of(processes.get(processes.size() - 1)).ifPresent(ProcessHandle::destroyForcibly);
        ProcessHandle.of(processes.get(0)).ifPresent(ProcessHandle::destroyForcibly);
        Patience.until(() -> assertThat(oneOffs()).isEmpty());
    }

    @Test
    void itsClientMayGoAwayAndItGoesOn() throws Exception {
        ExecStream stream = stack.client().run(Stack.PROJECT, job("sleep 1000", true, false, null));
        Frame frame = stream.next();
        while (!(frame instanceof Frame.Begun)) {
            frame = stream.next();
        }
        stream.close();
        assertThat(oneOffs()).containsExactly("shop-job-run-1 running 0");
        for (long process : Leaks.processesOf(stack.status().oneOffs().get(0).id())) {
            ProcessHandle.of(process).ifPresent(ProcessHandle::destroyForcibly);
        }
        Patience.until(() -> assertThat(oneOffs()).isEmpty());
    }

    @Test
    void oneThatCannotBeStartedIsRefusedAndLeavesNothing() throws Exception {
        RunRequest bad = job("true", true, false, null);
        UpRequest up = bad.up();
        RunRequest missing = new RunRequest(
                new UpRequest(
                        up.model().replace("\"sh\"", "\"no-such-program\""),
                        List.of(),
                        up.asked(),
                        up.await(),
                        List.of(),
                        Releasing.NONE,
                        Contents.NONE),
                bad.name(),
                bad.service(),
                true,
                false,
                false,
                null);
        assertThatThrownBy(() -> talk(stack.client().run(Stack.PROJECT, missing), ""))
                .isInstanceOf(DaemonException.Refused.class)
                .hasMessageContaining("no-such-program");
        Patience.until(() -> assertThat(oneOffs()).isEmpty());
    }
}
