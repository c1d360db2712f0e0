package io.jcompose.runtime.launch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ContainerMount;
import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.ContainerStatus;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a container sees and may do, and what a hostile image cannot reach. */
final class IsolationKernelTest {
    @TempDir
    private Path scratch;

    private Host host;

    @BeforeEach
    void open() throws Exception {
        host = new Host();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.close();
    }

    private List<String> output(ContainerSpec spec) throws Exception {
        host.run(spec);
        return host.log(spec.id());
    }

    private List<String> output(String script) throws Exception {
        return output(Host.shell(script));
    }

    @Test
    void rootHasDockersCapabilitiesAndNoMore() throws Exception {
        assertThat(output("grep ^Cap /proc/1/status"))
                .containsExactly(
                        "CapInh:\t0000000000000000",
                        "CapPrm:\t00000000a80425fb",
                        "CapEff:\t00000000a80425fb",
                        "CapBnd:\t00000000a80425fb",
                        "CapAmb:\t0000000000000000");
    }

    @Test
    void anotherUserHasNoCapabilities() throws Exception {
        assertThat(output(Host.user("alice").apply(Host.shell("grep -E '^Cap(Prm|Eff|Bnd)' /proc/self/status"))))
                .containsExactly("CapPrm:\t0000000000000000", "CapEff:\t0000000000000000", "CapBnd:\t00000000a80425fb");
    }

    @Test
    void usersAndGroupsAreThoseOfTheImage() throws Exception {
        assertThat(output(Host.user("alice").apply(Host.shell("id; echo $HOME; echo x > /dev/stdout"))))
                .containsExactly("uid=1234(alice) gid=2345(staff) groups=2345(staff),77(wheel)", "/home/alice", "x");
        assertThat(output(Host.user("4711:77").apply(Host.shell("id; echo $HOME"))))
                .containsExactly("uid=4711 gid=77(wheel) groups=77(wheel)", "/");
        assertThat(output(Host.user("alice:root").apply(Host.shell("id"))))
                .containsExactly("uid=1234(alice) gid=0(root) groups=0(root)");
    }

    @Test
    void anUnknownUserIsNamed() throws Exception {
        ContainerSpec spec = Host.user("mallory").apply(Host.shell("true"));
        assertThatThrownBy(() -> host.start(spec))
                .isInstanceOf(ContainerException.class)
                .hasMessage("user \"mallory\": no such user in /etc/passwd of the container");
        assertThat(host.status(spec.id())).isInstanceOf(ContainerStatus.FailedToStart.class);
    }

    @Test
    void onlyTheThreeStreamsAreOpen() throws Exception {
        // The shell's own: 0, 1, 2; ls has the directory that it lists as 3.
        assertThat(output("ls -l /proc/1/fd").stream().filter(line -> line.contains("->")))
                .hasSize(3)
                .anyMatch(line -> line.endsWith("0 -> /dev/null"))
                .anyMatch(line -> line.contains("1 -> pipe:"));
    }

    @Test
    void theKernelsTellTalesAreMasked() throws Exception {
        assertThat(output("wc -c < /proc/keys; ls /sys/firmware | wc -l; wc -c < /proc/timer_list"))
                .containsExactly("0", "0", "0");
    }

    @Test
    void kernelSettingsAreReadOnly() throws Exception {
        assertThat(output(
                        "for f in /proc/sys/kernel/hostname /proc/sys/vm/swappiness /sys/kernel/mm/ksm/run /sys/fs/cgroup/x;"
                                + " do echo h > $f; done"))
                .allMatch(line -> line.contains("Read-only file system"))
                .hasSize(4);
    }

    @Test
    void devicesAreTheHarmlessOnes() throws Exception {
        assertThat(
                        output(
                                "ls /dev; readlink /dev/ptmx; head -c 3 /dev/zero | wc -c; echo x > /dev/null; stat -c %a /dev/null"))
                .containsExactly(
                        "fd",
                        "full",
                        "mqueue",
                        "null",
                        "ptmx",
                        "pts",
                        "random",
                        "shm",
                        "stderr",
                        "stdin",
                        "stdout",
                        "tty",
                        "urandom",
                        "zero",
                        "pts/ptmx",
                        "3",
                        "666");
    }

    @Test
    void itHasItsOwnNameProcessesAndMounts() throws Exception {
        Files.writeString(scratch.resolve("secret"), "x");
        List<String> lines = output("cat /etc/hostname /proc/sys/kernel/hostname; echo $$; ls " + scratch
                + " 2>&1; grep -c rootfs /proc/self/mountinfo; cat /proc/self/mountinfo");
        assertThat(lines.subList(0, 5))
                .containsExactly(
                        "box", "box", "1", "ls: cannot access '" + scratch + "': No such file or directory", "0");
        assertThat(String.join("\n", lines)).doesNotContain("/rootfs", "/upper", "/dev/vda / ");
    }

    @Test
    void itSeesOnlyItsLoopbackDevice() throws Exception {
        assertThat(output("ls /sys/class/net")).containsExactly("lo");
    }

    @Test
    void deviceFilesOfTheHostStayClosed() throws Exception {
        // CAP_MKNOD is Docker's, too: that it is of no use is the device cgroup's work.
        assertThat(output("head -c 1 /proc/1/root/dev/null; ls /sys/fs/cgroup")).contains("devices", "memory");
    }

    @Test
    void aReadOnlyRootIsReadOnlyButNotWhatIsMountedInIt() throws Exception {
        ContainerSpec spec = Host.mounts(new ContainerMount.Tmpfs("/var/cache/own", 1 << 20, 01777))
                .apply(Host.readOnly().apply(Host.shell("touch /x; touch /var/cache/own/y && ls /var/cache/own")));
        assertThat(output(spec)).containsExactlyInAnyOrder("2:touch: cannot touch '/x': Read-only file system", "y");
    }

    @Test
    void bindMountsAreTheHostsFiles() throws Exception {
        Files.writeString(scratch.resolve("file"), "from the host\n");
        ContainerSpec spec = Host.mounts(
                        new ContainerMount.Bind(scratch.toString(), "/data/here", false, false),
                        new ContainerMount.Bind(scratch.resolve("file").toString(), "/etc/one-file", true, false))
                .apply(Host.shell("cat /data/here/file; echo back > /data/here/answer; echo x > /etc/one-file"));
        assertThat(output(spec)).hasSize(2).contains("from the host").anyMatch(line -> line.contains("Read-only"));
        assertThat(scratch.resolve("answer")).hasContent("back\n");
    }

    @Test
    void anEmptyVolumeIsFilledFromTheImageOnce() throws Exception {
        Path lower = Files.createDirectories(scratch.resolve("lower/data/sub"));
        Path upper = Files.createDirectories(scratch.resolve("upper/data"));
        Files.writeString(lower.resolve("deep"), "deep");
        Files.writeString(scratch.resolve("lower/data/file"), "old");
        Files.writeString(upper.resolve("file"), "new");
        Files.createSymbolicLink(upper.resolve("link"), Path.of("/etc/shadow"));
        Files.setAttribute(upper.resolve("file"), "unix:uid", 1234);
        Files.setAttribute(upper.resolve("file"), "unix:mode", 0640);
        host.layers = List.of(scratch.resolve("upper"), scratch.resolve("lower"), TestLayer.directory());
        Path volume = Files.createDirectory(scratch.resolve("volume"));
        ContainerSpec spec = Host.mounts(new ContainerMount.Bind(volume.toString(), "/data", false, true))
                .apply(
                        Host.shell(
                                "cat /data/file /data/sub/deep; stat -c '%u %a' /data/file; readlink /data/link; rm /data/file"));
        assertThat(output(spec)).containsExactly("newdeep1234 640", "/etc/shadow");
        host.containers.start(spec.id(), Host.FILES);
        host.awaitExit(spec.id());
        assertThat(volume.resolve("file")).doesNotExist();
        assertThat(volume.resolve(".jcompose-seeding")).doesNotExist();
    }

    @Test
    void aMissingBindSourceIsNamed() {
        ContainerSpec spec = Host.mounts(new ContainerMount.Bind("/no/such/source", "/data", false, false))
                .apply(Host.shell("true"));
        assertThatThrownBy(() -> host.start(spec))
                .hasMessage("could not mount /no/such/source on /data: no such file or directory");
    }

    @Test
    void linksOfTheImageLeadNoMountOutOfIt() throws Exception {
        Path hostile = scratch.resolve("layer");
        Path outside = scratch.resolve("outside");
        Files.createDirectories(hostile);
        Files.createDirectories(outside);
        Files.createSymbolicLink(hostile.resolve("absolute"), outside);
        Files.createSymbolicLink(hostile.resolve("climbing"), Path.of("../../../../../..", outside.toString()));
        Files.createSymbolicLink(hostile.resolve("loop"), Path.of("loop"));
        host.layers = List.of(hostile, TestLayer.directory());
        Path source = Files.createDirectory(scratch.resolve("source"));
        ContainerSpec spec = Host.mounts(
                        new ContainerMount.Bind(source.toString(), "/absolute/a", false, false),
                        new ContainerMount.Bind(source.toString(), "/climbing/b", false, false))
                .apply(Host.shell("ls -d /absolute/a /climbing/b; touch /absolute/a/written"));
        assertThat(output(spec)).containsExactly("/absolute/a", "/climbing/b");
        assertThat(outside).isEmptyDirectory();
        assertThat(source.resolve("written")).exists();
        ContainerSpec looping = Host.mounts(new ContainerMount.Bind(source.toString(), "/loop/c", false, false))
                .apply(Host.shell("true"));
        assertThatThrownBy(() -> host.start(looping)).hasMessageContaining("too many levels of symbolic links");
    }

    @Test
    void linksInPlaceOfOurOwnDirectoriesStayInside() throws Exception {
        Path hostile = scratch.resolve("layer");
        Path victim = Files.createDirectories(scratch.resolve("victim"));
        Files.createDirectories(hostile);
        Files.createSymbolicLink(hostile.resolve("dev"), victim);
        Files.createSymbolicLink(hostile.resolve("proc"), Path.of("elsewhere"));
        host.layers = List.of(hostile, TestLayer.directory());
        assertThat(output("ls /dev/null /elsewhere/1/status")).containsExactly("/dev/null", "/elsewhere/1/status");
        assertThat(victim).isEmptyDirectory();
    }

    @Test
    void aWorkingDirectoryThroughADescriptorCannotLeadOut() throws Exception {
        for (int fd = 0; fd < 12; fd++) {
            ContainerSpec s = Host.shell("ls /etc/passwd-of-the-host");
            ContainerSpec spec = new ContainerSpec(
                    s.id(),
                    s.imageId(),
                    List.of("readlink", "/proc/self/cwd"),
                    s.environment(),
                    "/proc/self/fd/" + fd,
                    s.user(),
                    s.hostname(),
                    s.mounts(),
                    s.limits(),
                    false,
                    false,
                    false,
                    s.logs(),
                    s.labels());
            assertThatThrownBy(() -> host.start(spec)).isInstanceOf(ContainerException.class);
        }
    }

    @Test
    void aMissingWorkingDirectoryIsMade() throws Exception {
        ContainerSpec s = Host.spec("readlink", "/proc/self/cwd");
        ContainerSpec spec = new ContainerSpec(
                s.id(),
                s.imageId(),
                s.command(),
                s.environment(),
                "/srv/app",
                s.user(),
                s.hostname(),
                s.mounts(),
                s.limits(),
                false,
                false,
                false,
                s.logs(),
                s.labels());
        assertThat(output(spec)).containsExactly("/srv/app");
    }

    @Test
    void aMissingCommandNamesThePath() {
        ContainerSpec spec = Host.spec("foo");
        assertThatThrownBy(() -> host.start(spec))
                .hasMessage("exec: \"foo\": not found in PATH (/usr/bin:/bin) of the container");
    }

    @Test
    void aFileThatIsNoProgramIsRefusedWithItsReason() {
        assertThatThrownBy(() -> host.start(Host.spec("/etc/not-a-program")))
                .hasMessage("exec: \"/etc/not-a-program\": permission denied");
    }

    @Test
    void noSignalIsIgnoredOrBlocked() throws Exception {
        assertThat(output("exec grep -E '^Sig(Ign|Blk):' /proc/1/status"))
                .containsExactly("SigBlk:\t0000000000000000", "SigIgn:\t0000000000000000");
    }

    @Test
    void dockersFilterIsLoadedForEveryUser() throws Exception {
        String script = "grep -E '^(Seccomp|NoNewPrivs):' /proc/self/status";
        assertThat(output(script)).containsExactly("NoNewPrivs:\t0", "Seccomp:\t2");
        assertThat(output(Host.user("alice").apply(Host.shell(script))))
                .containsExactly("NoNewPrivs:\t0", "Seccomp:\t2");
    }

    @Test
    void filesAreLimitedAsDockerDoes() throws Exception {
        assertThat(output("ulimit -Sn; umask")).containsExactly("1024", "0022");
    }

    @Test
    void aTerminalIsOneForAContainerToo() throws Exception {
        ContainerSpec spec = Host.tty().apply(Host.shell("test -t 0 && test -t 1 && test -t 2 && tty"));
        host.run(spec);
        assertThat(String.join("\n", host.log(spec.id()))).contains("/dev/pts/0");
    }

    @Test
    void initReapsAndHandsSignalsOn() throws Exception {
        ContainerSpec spec = Host.init()
                .apply(
                        Host.spec(
                                "sh",
                                "-c",
                                "trap 'echo got it; exit 5' TERM; sleep 1 & (sleep 0 &); cat /proc/1/comm; while :; do sleep 0.05; done"));
        String id = host.start(spec);
        try (var reader = host.containers.logs(id, new io.jcompose.runtime.LogRequest(-1, null, null))) {
            var line = reader.next();
            while (line.isEmpty()) {
                reader.await(java.time.Duration.ofSeconds(10));
                line = reader.next();
            }
            assertThat(new String(line.get().text(), java.nio.charset.StandardCharsets.UTF_8))
                    .isEqualTo("init");
        }
        host.containers.signal(id, 15);
        assertThat(host.awaitExit(id).code()).isEqualTo(5);
        assertThat(host.log(id)).contains("got it");
    }

    @Test
    void initEndsAsTheCommandEnds() throws Exception {
        String id = host.start(Host.init().apply(Host.spec("sleep", "1000")));
        host.containers.signal(id, 15);
        assertThat(host.awaitExit(id).code()).isEqualTo(143);
        assertThatThrownBy(() -> host.start(Host.init().apply(Host.spec("missing"))))
                .hasMessageContaining("not found");
    }
}
