package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerLimits;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ContainerStatus;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.LogLimits;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Start, end, restart, and what survives the daemon. */
final class ContainerLifeKernelTest {
    private Host host;

    @BeforeEach
    void open() throws Exception {
        host = new Host();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    @Test
    void exitCodeIsTheCommands() throws Exception {
        assertThat(host.run(Host.shell("exit 42")).code()).isEqualTo(42);
    }

    @Test
    void aSignalsExitCodeIs128AndTheSignal() throws Exception {
        String id = host.start(Host.spec("sleep", "1000"));
        assertThat(host.status(id)).isInstanceOf(ContainerStatus.Running.class);
        host.containers.signal(id, 9);
        assertThat(host.awaitExit(id).code()).isEqualTo(137);
    }

    @Test
    void outputIsLogged() throws Exception {
        var spec = Host.shell("echo out; echo err >&2; echo -n open");
        host.run(spec);
        assertThat(host.log(spec.id())).containsExactlyInAnyOrder("out", "2:err", "open+");
    }

    @Test
    void aLogKeepsOnlyItsLastSegments() throws Exception {
        var spec = Host.logs(new LogLimits(20_000, 2)).apply(Host.shell("seq 1 30000"));
        host.run(spec);
        List<String> lines = host.log(spec.id());
        assertThat(lines).endsWith("29999", "30000");
        assertThat(lines.size()).isLessThan(30_000);
        try (var segments =
                Files.list(host.layout.containers().resolve(spec.id()).resolve("log"))) {
            assertThat(segments).hasSizeLessThanOrEqualTo(2);
        }
    }

    @Test
    void aRestartKeepsSandboxFilesAndLog() throws Exception {
        var spec = Host.shell("readlink /proc/self/ns/net; cat /count; echo x >> /count");
        host.run(spec);
        host.containers.start(spec.id(), Host.FILES);
        host.awaitExit(spec.id());
        List<String> log = host.log(spec.id());
        assertThat(log).hasSize(4).contains("x");
        assertThat(log.stream().filter(line -> line.startsWith("net:")).distinct())
                .hasSize(1);
        try (var segments =
                Files.list(host.layout.containers().resolve(spec.id()).resolve("log"))) {
            assertThat(segments).hasSize(1);
        }
    }

    @Test
    void aRunningContainerIsNeitherStartedAgainNorRemoved() throws Exception {
        String id = host.start(Host.spec("sleep", "1000"));
        assertThatThrownBy(() -> host.containers.start(id, Host.FILES)).hasMessageContaining("runs already");
        assertThatThrownBy(() -> host.containers.remove(id)).hasMessageContaining("stop it before");
    }

    @Test
    void creatingTwiceIsOnceUnlessTheSpecIsAnother() throws Exception {
        ContainerSpec spec = Host.shell("true");
        host.containers.create(spec);
        host.containers.create(spec);
        assertThat(host.containers.list()).hasSize(1);
        assertThatThrownBy(() -> host.containers.create(Host.user("alice").apply(spec)))
                .hasMessageContaining("another specification");
    }

    @Test
    void listenersHearOfAChangeWhenItIsInTheList() throws Exception {
        ContainerSpec spec = Host.shell("exit 3");
        List<ContainerStatus> heard = new CopyOnWriteArrayList<>();
        CompletableFuture<ContainerStatus> exited = new CompletableFuture<>();
        host.containers.watch(id -> {
            heard.add(host.status(id));
            if (host.status(id) instanceof ContainerStatus.Exited) {
                exited.complete(host.status(id));
            }
        });
        host.start(spec);
        assertThat(exited.get(60, TimeUnit.SECONDS)).isInstanceOf(ContainerStatus.Exited.class);
        assertThat(heard).isNotEmpty();
    }

    @Test
    void killEndsEveryProcess() throws Exception {
        String id = host.start(Host.shell("sleep 994 & setsid sleep 993 & exec sleep 992"));
        host.containers.kill(id);
        assertThat(host.status(id)).isInstanceOf(ContainerStatus.Exited.class);
        assertThat(host.processes()).isEmpty();
    }

    @Test
    void aContainerThatIsHeldStillDoesNothingUntilItIsLetGo() throws Exception {
        String id = host.start(Host.shell("trap 'exit 7' TERM; echo ready; while true; do sleep 0.01; done"));
        host.awaitLine(id);
        Path state = Path.of("/sys/fs/cgroup/freezer/jcompose-" + host.layout.instance(), id, "freezer.state");
        try (Containers.Stillness still = host.containers.freeze(id)) {
            assertThat(still).isNotNull();
            assertThat(state).hasContent("FROZEN");
            host.containers.signal(id, Flags.SIGTERM);
            assertThat(host.status(id)).isInstanceOf(ContainerStatus.Running.class);
        }
        assertThat(host.awaitExit(id).code()).isEqualTo(7);
        try (Containers.Stillness still = host.containers.freeze(id)) {
            assertThat(still).isNotNull();
        }
    }

    @Test
    void aDaemonThatIsKilledMeanwhileHoldsNoContainerStillForEver() throws Exception {
        String id = host.start(Host.shell("trap 'exit 7' TERM; echo ready; while true; do sleep 0.01; done"));
        host.awaitLine(id);
        Containers.Stillness forgotten = host.containers.freeze(id);
        assertThat(forgotten).isNotNull();
        host.reopen();
        host.containers.signal(id, Flags.SIGTERM);
        assertThat(host.awaitExit(id).code()).isEqualTo(7);
    }

    @Test
    void runningOutOfMemoryIsSeen() throws Exception {
        var spec = Host.limits(new ContainerLimits(16L << 20, 0, 0))
                .apply(Host.shell("head -c 100000000 /dev/zero | tail -c 90000000 > /dev/null"));
        ContainerStatus.Exited end = host.run(spec);
        assertThat(end.oomKilled()).isTrue();
        host.reopen();
        assertThat(host.status(spec.id())).isEqualTo(end);
    }

    @Test
    void limitsAreInTheContainersOwnCgroups() throws Exception {
        var spec = Host.limits(new ContainerLimits(64L << 20, 1_500_000_000, 7))
                .apply(Host.shell(
                        "cd /sys/fs/cgroup; cat memory/memory.limit_in_bytes cpu/cpu.cfs_quota_us pids/pids.max"));
        host.run(spec);
        assertThat(host.log(spec.id())).containsExactly(Long.toString(64L << 20), "150000", "7");
    }

    @Test
    void aLimitThatSomebodyChangedIsPutRight() throws Exception {
        String id = host.start(Host.limits(new ContainerLimits(0, 0, 50)).apply(Host.spec("sleep", "1000")));
        Path file = Path.of("/sys/fs/cgroup/pids/jcompose-" + host.layout.instance(), id, "pids.max");
        Files.writeString(file, "max");
        host.containers.recheck();
        assertThat(file).hasContent("50");
    }

    @Test
    void theProcessLimitIsEffective() throws Exception {
        var spec = Host.limits(new ContainerLimits(0, 0, 5))
                .apply(Host.shell("for i in 1 2 3 4 5 6 7 8; do sleep 10 & done"));
        assertThat(host.run(spec).code()).isNotZero();
        assertThat(host.log(spec.id())).anyMatch(line -> line.contains("Cannot fork"));
    }

    @Test
    void anotherDaemonFindsARunningContainerAndReadsItsEnd() throws Exception {
        String id = host.start(Host.shell("sleep 0.5; echo done; exit 9"));
        ContainerStatus before = host.status(id);
        host.reopen();
        if (host.status(id) instanceof ContainerStatus.Running running) {
            assertThat(running).isEqualTo(before);
        }
        assertThat(host.awaitExit(id).code()).isEqualTo(9);
        assertThat(host.log(id)).containsExactly("done");
    }

    @Test
    void anEndThatNoDaemonSawIsRead() throws Exception {
        String id = host.start(Host.shell("exit 11"));
        host.awaitExit(id);
        ContainerStatus end = host.status(id);
        host.reopen();
        assertThat(host.status(id)).isEqualTo(end);
    }

    @Test
    void aFailedStartIsRememberedAndCanBeTriedAgain() throws Exception {
        ContainerSpec spec = Host.spec("missing");
        assertThatThrownBy(() -> host.start(spec)).isInstanceOf(ContainerException.class);
        host.reopen();
        assertThat(((ContainerStatus.FailedToStart) host.status(spec.id())).reason())
                .contains("\"missing\": not found");
        assertThatThrownBy(() -> host.containers.start(spec.id(), Host.FILES)).isInstanceOf(ContainerException.class);
    }

    @Test
    void aContainerOutlivesItsKeeper() throws Exception {
        String id = host.start(Host.spec("sleep", "1000"));
        RecordedPids pids = pids(id);
        Kernel.live().kill(pids.keeper(), 9);
        host.reopen();
        assertThat(host.status(id)).isInstanceOf(ContainerStatus.Running.class);
        Kernel.live().kill(pids.main(), 15);
        Kernel.live().kill(pids.main(), 9);
        assertThat(host.awaitExit(id).code()).isEqualTo(ContainerStatus.UNKNOWN_CODE);
    }

    @Test
    void aContainerThatRanBeforeARebootHasAnUnknownEnd() throws Exception {
        String id = host.start(Host.spec("sleep", "1000"));
        RecordedPids pids = pids(id);
        host.containers.kill(id);
        Path directory = host.layout.containers().resolve(id);
        Files.write(directory.resolve("exit"), new byte[48]);
        String line = "1 %d %d %d %d %d another-boot\n"
                .formatted(pids.keeper(), pids.keeperStart(), pids.main(), pids.mainStart(), pids.run());
        Files.writeString(directory.resolve("pids"), line);
        host.reopen();
        assertThat(((ContainerStatus.Exited) host.status(id)).code()).isEqualTo(ContainerStatus.UNKNOWN_CODE);
    }

    @Test
    void theSandboxIsMadeAnewWhenItIsGone() throws Exception {
        String id = host.start(Host.shell("true"));
        host.awaitExit(id);
        assertThat(host.containers.hasSandbox(id)).isTrue();
        Kernel.live().unmount(host.containers.sandbox(id), 2);
        assertThat(host.containers.hasSandbox(id)).isFalse();
        host.containers.start(id, Host.FILES);
        assertThat(host.awaitExit(id).code()).isZero();
    }

    /** Killed at any moment of any start: whatever was begun is found, and ends with its own code. */
    @Test
    void nothingIsLostWhenTheDaemonIsKilledWhileItStartsContainers() throws Exception {
        host.containers.close();
        Process daemon = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        OtherDaemon.class.getName(),
                        host.layout.root().toString(),
                        host.layout.run().toString(),
                        host.layout.instance())
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        List<String> started = new CopyOnWriteArrayList<>();
        try (var lines = daemon.inputReader()) {
            while (started.size() < 15) {
                String line = lines.readLine();
                assertThat(line).as("the other daemon lives").isNotNull();
                started.add(line.split(" ")[1]);
            }
            Kernel.live().kill((int) daemon.pid(), 9);
        }
        daemon.waitFor();
        host.reopen();
        assertThat(host.containers.list()).containsKeys(started.toArray(String[]::new));
        for (var state : host.containers.list().entrySet()) {
            if (!(state.getValue().status() instanceof ContainerStatus.Created)) {
                assertThat(host.awaitExit(state.getKey()).code()).isEqualTo(42);
                assertThat(host.log(state.getKey())).containsExactly("survived");
            }
        }
    }

    @Test
    void containersThatEndAtOnceAreAllSeen() throws Exception {
        for (int i = 0; i < 40; i++) {
            assertThat(host.run(Host.shell("exit " + i)).code()).isEqualTo(i);
        }
    }

    @Test
    void manyStartAtTheSameTime() throws Exception {
        List<CompletableFuture<Integer>> ends = new CopyOnWriteArrayList<>();
        for (int i = 0; i < 32; i++) {
            int code = i;
            CompletableFuture<Integer> end = new CompletableFuture<>();
            ends.add(end);
            new Thread(() -> {
                        try {
                            end.complete(host.run(Host.shell("exit " + code)).code());
                        } catch (Exception e) {
                            end.completeExceptionally(e);
                        }
                    })
                    .start();
        }
        for (int i = 0; i < ends.size(); i++) {
            assertThat(ends.get(i).get(100, TimeUnit.SECONDS)).isEqualTo(i);
        }
    }

    private RecordedPids pids(String id) throws Exception {
        return RecordedPids.read(host.layout.containers().resolve(id).resolve("pids"))
                .orElseThrow();
    }
}
