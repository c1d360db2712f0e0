package io.jcompose.runtime.cgroup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.Kernel;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The program of version 2 in the kernel: it needs a unified hierarchy, but no controller in it. */
class DeviceFilterKernelTest {
    @TempDir
    private Path directory;

    private Path group;

    @BeforeEach
    void aGroup() throws IOException {
        String point = Files.readString(Path.of("/proc/self/mountinfo"))
                .lines()
                .filter(line -> line.contains(" - cgroup2 "))
                .map(line -> line.split(" ")[4])
                .findFirst()
                .orElseThrow(() -> new AssertionError("no cgroup2 is mounted here"));
        group = Files.createDirectory(
                Path.of(point, "jcompose-devices-" + ProcessHandle.current().pid()));
    }

    @AfterEach
    void noGroup() throws IOException {
        Files.delete(group);
    }

    /** What a shell in the group says. */
    private String in(String script) throws IOException, InterruptedException {
        Process shell = new ProcessBuilder("sh", "-c", "echo $$ > " + group + "/cgroup.procs; " + script)
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
        assertThat(shell.waitFor(10, TimeUnit.SECONDS)).isTrue();
        return output;
    }

    private void filter(List<DeviceRule> rules) throws IOException {
        Kernel.live().filterDevices(group, DeviceProgram.of(rules));
    }

    @Test
    void nodesCanBeMadeButOnlyTheHarmlessOnesBeUsed() throws Exception {
        String kernelLog = "mknod kmsg c 1 11 && exec 3<kmsg && echo opened";
        assertThat(in(kernelLog)).isEqualTo("opened");
        Files.delete(directory.resolve("kmsg"));
        filter(DeviceRule.USUAL);

        assertThat(in(kernelLog)).contains("Operation not permitted");
        assertThat(directory.resolve("kmsg")).exists();
        assertThat(in("mknod zero c 1 5 && head -c 3 zero | wc -c")).isEqualTo("3");
        assertThat(in("echo gone > /dev/null && echo written")).isEqualTo("written");
        assertThat(in("mknod disk b 7 0 && head -c 1 disk")).contains("Operation not permitted");
    }

    @Test
    void anAccessBeyondTheRuleIsRefused() throws Exception {
        filter(List.of(new DeviceRule('c', 1, DeviceRule.ANY, "r")));

        assertThat(in("head -c 3 /dev/zero | wc -c")).isEqualTo("3");
        assertThat(in("echo x > /dev/full")).contains("Operation not permitted");
        assertThat(in("exec 3<>/dev/zero")).contains("Operation not permitted");
        assertThat(in("mknod zero c 1 5")).contains("Operation not permitted");
    }

    @Test
    void withoutRulesNothingIsAllowed() throws Exception {
        filter(List.of());

        assertThat(in("cat /dev/zero")).contains("Operation not permitted");
    }

    @Test
    void aProgramThatTheKernelCannotProveIsRefused() {
        assertThatThrownBy(() -> Kernel.live().filterDevices(group, new byte[8]))
                .isInstanceOfSatisfying(
                        SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.EINVAL));
    }
}
