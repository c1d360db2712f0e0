package io.jcompose.runtime.linux;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The door to the kernel, call by call. */
final class JnrKernelTest {
    private final Kernel kernel = Kernel.live();

    @TempDir
    private Path scratch;

    private String readAll(Fd fd) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        byte[] buffer = new byte[4096];
        for (int count = kernel.read(fd, buffer); count > 0; count = kernel.read(fd, buffer)) {
            all.write(buffer, 0, count);
        }
        return all.toString(StandardCharsets.UTF_8);
    }

    private OptionalInt await(int pid) throws IOException {
        try (Fd pidfd = kernel.pidfdOpen(pid);
                Fd epoll = kernel.epoll()) {
            kernel.epollAdd(epoll, pidfd, Flags.EPOLLIN, 1);
            kernel.epollWait(epoll, Duration.ofSeconds(60));
            return kernel.reap(pidfd);
        }
    }

    @Test
    void aSpawnedProgramHasTheGivenDescriptorsAndNoOthers() throws Exception {
        Kernel.Pair pipe = kernel.pipe();
        try (Fd in = pipe.first();
                Fd nothing = kernel.open(Path.of("/dev/null"), Flags.O_RDONLY, 0)) {
            int pid;
            try (Fd out = pipe.second()) {
                pid = kernel.spawn(
                        "/bin/sh",
                        List.of("sh", "-c", "echo \"$X\"; ls /proc/self/fd; exit 7"),
                        List.of("X=ü", "PATH=/usr/bin:/bin"),
                        Map.of(0, nothing, 1, out, 5, nothing));
            }
            // 2, the lowest free number, is the directory that ls lists.
            assertThat(readAll(in).lines()).containsExactly("ü", "0", "1", "2", "5");
            assertThat(await(pid)).hasValue(7);
        }
    }

    @Test
    void aProgramThatIsNotThereIsAnErrorOfTheCall() {
        assertThatThrownBy(() -> kernel.spawn("/no/such/program", List.of("x"), List.of(), Map.of()))
                .isInstanceOfSatisfying(
                        SyscallException.class, e -> assertThat(e.errno()).isEqualTo(Errno.ENOENT));
    }

    @Test
    void aKilledChildIsReapedOnceWithItsSignal() throws Exception {
        int pid = kernel.spawn("/bin/sleep", List.of("sleep", "1000"), List.of(), Map.of());
        try (Fd pidfd = kernel.pidfdOpen(pid)) {
            assertThat(kernel.reap(pidfd)).isEmpty();
            kernel.pidfdSignal(pidfd, Flags.SIGKILL);
            assertThat(await(pid)).hasValue(137);
            assertThatThrownBy(() -> kernel.pidfdSignal(pidfd, Flags.SIGTERM)).hasMessageContaining("no such process");
        }
    }

    @Test
    void eventsCarryTheirData() throws Exception {
        try (Fd epoll = kernel.epoll();
                Fd first = kernel.eventFd();
                Fd second = kernel.eventFd()) {
            kernel.epollAdd(epoll, first, Flags.EPOLLIN, 0x1122334455667788L);
            kernel.epollAdd(epoll, second, Flags.EPOLLIN, -1);
            assertThat(kernel.epollWait(epoll, Duration.ZERO)).isEmpty();
            kernel.write(first, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
            kernel.write(second, new byte[] {1, 0, 0, 0, 0, 0, 0, 0});
            assertThat(kernel.epollWait(epoll, null))
                    .extracting(Kernel.Event::data)
                    .containsExactlyInAnyOrder(0x1122334455667788L, -1L);
            kernel.epollRemove(epoll, first);
            assertThat(kernel.epollWait(epoll, null)).hasSize(1);
        }
    }

    @Test
    void aSealedFileCannotBeWritten() throws Exception {
        try (Fd sealed = kernel.sealedFile("test", "content".getBytes(StandardCharsets.UTF_8))) {
            assertThat(sealed.procPath()).hasContent("content");
            assertThatThrownBy(() -> kernel.write(sealed, new byte[1])).hasMessageContaining("operation not permitted");
        }
    }

    @Test
    @SuppressWarnings("try") // the first is closed early on purpose
    void aLockIsSeenByOtherOpenFilesOnly() throws Exception {
        Path file = Files.createFile(scratch.resolve("lock"));
        try (Fd one = kernel.open(file, Flags.O_RDWR, 0);
                Fd two = kernel.open(file, Flags.O_RDWR, 0)) {
            assertThat(kernel.tryLock(one)).isTrue();
            assertThat(kernel.isLocked(one)).isFalse();
            assertThat(kernel.isLocked(two)).isTrue();
            assertThat(kernel.tryLock(two)).isFalse();
            one.close();
            assertThat(kernel.isLocked(two)).isFalse();
        }
    }

    @Test
    void resolutionInARootDoesNotLeaveIt() throws Exception {
        Files.createDirectories(scratch.resolve("etc"));
        Files.writeString(scratch.resolve("etc/passwd"), "inside");
        Files.createSymbolicLink(scratch.resolve("link"), Path.of("../../../../etc"));
        try (Fd root = kernel.open(scratch, Flags.O_PATH | Flags.O_DIRECTORY, 0);
                Fd file = kernel.openat2(root, "/link/passwd", Flags.O_RDONLY, 0, Flags.RESOLVE_IN_ROOT)) {
            assertThat(readAll(file)).isEqualTo("inside");
            assertThatThrownBy(() -> kernel.openat2(root, "../x", Flags.O_RDONLY, 0, Flags.RESOLVE_BENEATH))
                    .isInstanceOf(SyscallException.class);
        }
    }

    @Test
    @SuppressWarnings("try") // the first is closed early on purpose
    void aMessageWithoutADescriptorHasNone() throws Exception {
        Kernel.Pair pair = kernel.socketPair();
        byte[] buffer = new byte[16];
        try (Fd one = pair.first();
                Fd two = pair.second()) {
            kernel.write(one, "sixteen bytes...".getBytes(StandardCharsets.UTF_8));
            Kernel.Received received = kernel.receiveDescriptor(two, buffer);
            assertThat(received.count()).isEqualTo(16);
            assertThat(received.descriptor()).isEmpty();
            assertThat(new String(buffer, StandardCharsets.UTF_8)).isEqualTo("sixteen bytes...");
            one.close();
            assertThat(kernel.receiveDescriptor(two, buffer).count()).isZero();
        }
    }

    @Test
    void allSixArgumentsOfARawCallArrive() throws Exception {
        // openat2 has four, and its pad arguments are zero: a corrupted one would show as EINVAL or EFAULT.
        try (Fd root = kernel.open(scratch, Flags.O_PATH | Flags.O_DIRECTORY, 0)) {
            for (int i = 0; i < 1000; i++) {
                kernel.openat2(root, ".", Flags.O_PATH, 0, Flags.RESOLVE_BENEATH)
                        .close();
            }
        }
    }

    @Test
    void bootTimeGoesOn() throws Exception {
        long before = kernel.bootTimeNanos();
        assertThat(kernel.bootTimeNanos()).isGreaterThanOrEqualTo(before).isPositive();
    }
}
