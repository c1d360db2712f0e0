package io.jcompose.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the kernel of this machine does with our programs, seen by a small C program that loads them. */
class SeccompProgramKernelTest {
    private static final int EPERM = 1;
    private static final int ENOSYS = 38;
    private static final Set<String> DOCKERS = Set.of(
            "CAP_CHOWN",
            "CAP_DAC_OVERRIDE",
            "CAP_FSETID",
            "CAP_FOWNER",
            "CAP_MKNOD",
            "CAP_NET_RAW",
            "CAP_SETGID",
            "CAP_SETUID",
            "CAP_SETFCAP",
            "CAP_SETPCAP",
            "CAP_NET_BIND_SERVICE",
            "CAP_SYS_CHROOT",
            "CAP_KILL",
            "CAP_AUDIT_WRITE");

    @TempDir
    private Path directory;

    @Test
    void refusesWhatDockerRefuses() throws Exception {
        Map<String, Integer> errno = probe(DOCKERS);

        for (String name : Set.of(
                "keyctl",
                "add_key",
                "mount",
                "umount2",
                "unshare-user",
                "setns",
                "bpf",
                "init_module",
                "kexec_load",
                "io_uring_setup",
                "personality-no-randomize",
                "socket-alg",
                "socket-vsock",
                "clone-newuser",
                "clone-newpid")) {
            assertThat(errno).containsEntry(name, EPERM);
        }
    }

    @Test
    void letsOrdinaryCallsThrough() throws Exception {
        Map<String, Integer> errno = probe(DOCKERS);

        for (String name : Set.of("getpid", "personality-0", "personality-query", "socket-inet", "clone-plain")) {
            assertThat(errno).containsEntry(name, 0);
        }
        assertThat(errno.get("ptrace")).as("this kernel is newer than 4.8").isNotEqualTo(EPERM);
    }

    @Test
    void callsThatProgramsTryFirstDoNotExist() throws Exception {
        Map<String, Integer> errno = probe(DOCKERS);

        assertThat(errno).containsEntry("clone3", ENOSYS).containsEntry("future-call", ENOSYS);
    }

    @Test
    void thirtyTwoBitCallsAreFilteredByTheirOwnNumbers() throws Exception {
        Map<String, Integer> errno = probe(DOCKERS);

        if (errno.containsKey("i386-getpid")) {
            assertThat(errno)
                    .containsEntry("i386-getpid", 0)
                    .containsEntry("i386-mount", EPERM)
                    .containsEntry("i386-future-call", ENOSYS);
        }
    }

    @Test
    void theAdministratorsCapabilityOpensItsCalls() throws Exception {
        Set<String> more = new HashSet<>(DOCKERS);
        more.add("CAP_SYS_ADMIN");

        Map<String, Integer> errno = probe(more);

        assertThat(errno.get("mount")).isNotEqualTo(EPERM);
        assertThat(errno.get("clone3")).isNotEqualTo(ENOSYS);
        assertThat(errno).containsEntry("clone-newpid", 0).containsEntry("keyctl", EPERM);
    }

    private Map<String, Integer> probe(Set<String> capabilities) throws Exception {
        Path program = directory.resolve("filter.bpf");
        Files.write(program, SeccompProgram.dockerDefault(capabilities));
        Path source = directory.resolve("probe.c");
        try (InputStream in = SeccompProgramKernelTest.class.getResourceAsStream("probe.c")) {
            assertThat(in).isNotNull();
            Files.write(source, in.readAllBytes());
        }
        Path probe = directory.resolve("probe");
        run("gcc", "-static", "-O1", "-Wall", "-o", probe.toString(), source.toString());
        Map<String, Integer> errno = new TreeMap<>();
        for (String line : run(probe.toString(), program.toString()).split("\n")) {
            String[] words = line.split(" ");
            errno.put(words[0], Integer.valueOf(words[1]));
        }
        return errno;
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
