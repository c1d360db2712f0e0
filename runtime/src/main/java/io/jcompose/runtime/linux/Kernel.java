package io.jcompose.runtime.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The system calls that jcompose uses, and no others; names and meanings are those of section 2 of the manual. Every
 * call throws {@link SyscallException} with errno when it fails, EINTR is repeated, and every descriptor that is made
 * here is close-on-exec.
 *
 * <p>Flags are the kernel's own numbers and stand in {@link Flags}.
 */
public interface Kernel {
    /** The kernel of this machine. Loads the native library at the first call (some 100 ms). */
    static Kernel live() {
        return JnrKernel.instance();
    }

    // --- files ---

    /** open(2); {@code O_CLOEXEC} is added. {@code mode} counts only with {@code O_CREAT}. */
    Fd open(Path path, int flags, int mode) throws IOException;

    /** openat2(2) with {@code resolve} flags: opens a name from hostile input without leaving {@code directory}. */
    Fd openat2(Fd directory, String path, int flags, int mode, int resolve) throws IOException;

    void close(int fd) throws IOException;

    /** read(2) into {@code buffer} from its start: the count of bytes, 0 at the end of the file. */
    int read(Fd fd, byte[] buffer) throws IOException;

    /** write(2) until all bytes are written. */
    void write(Fd fd, byte[] bytes) throws IOException;

    /** An anonymous file of {@code content} that nobody can change any more (memfd_create(2), all seals). */
    Fd sealedFile(String name, byte[] content) throws IOException;

    /** fcntl(2) F_OFD_SETLK of the whole file: whether the write lock was taken. */
    boolean tryLock(Fd fd) throws IOException;

    /** Whether another open file description holds a lock on the file (F_OFD_GETLK). */
    boolean isLocked(Fd fd) throws IOException;

    void chown(Path path, int uid, int gid) throws IOException;

    /** flags of fcntl(2) F_SETFL: blocking or not. */
    void setNonBlocking(Fd fd, boolean nonBlocking) throws IOException;

    // --- pipes, sockets, events ---

    /** pipe2(2): the read end and the write end. */
    Pair pipe() throws IOException;

    /** socketpair(2) of stream sockets. */
    Pair socketPair() throws IOException;

    /** socket(2). */
    Fd socket(int domain, int type, int protocol) throws IOException;

    /** bind(2) to a raw {@code struct sockaddr}. */
    void bind(Fd socket, byte[] address) throws IOException;

    /** setsockopt(2) with an int value. */
    void setSocketOption(Fd socket, int level, int option, int value) throws IOException;

    /** setsockopt(2) with a raw value. */
    void setSocketOption(Fd socket, int level, int option, byte[] value) throws IOException;

    /** sendto(2) to a raw {@code struct sockaddr} (empty: the connected peer). */
    void send(Fd socket, byte[] message, byte[] address) throws IOException;

    /** recv(2) into {@code buffer}: the count of bytes. With MSG_TRUNC the true length of a datagram. */
    int receive(Fd socket, byte[] buffer, int flags) throws IOException;

    Fd epoll() throws IOException;

    /** epoll_ctl(2) EPOLL_CTL_ADD; {@code data} comes back with each event. */
    void epollAdd(Fd epoll, Fd watched, int events, long data) throws IOException;

    void epollRemove(Fd epoll, Fd watched) throws IOException;

    /** epoll_wait(2): the events, or none when the time is over. {@code null} waits for ever. */
    List<Event> epollWait(Fd epoll, @org.jspecify.annotations.Nullable Duration timeout) throws IOException;

    Fd eventFd() throws IOException;

    /** inotify_init1(2). */
    Fd inotify() throws IOException;

    /** inotify_add_watch(2): the watch number. */
    int inotifyAdd(Fd inotify, Path path, int mask) throws IOException;

    /**
     * Lets a program decide about device accesses in a cgroup of version 2, besides those of the groups above it, as long
     * as the cgroup is there: bpf(2), BPF_PROG_TYPE_CGROUP_DEVICE.
     *
     * @param program an array of {@code struct bpf_insn}
     */
    void filterDevices(Path cgroup, byte[] program) throws IOException;

    // --- processes ---

    /**
     * posix_spawn(3) of {@code program}: the child has exactly the descriptors of {@code descriptors} (number in the
     * child to descriptor here), an empty signal mask, default signal handlers, and a session of its own.
     *
     * @return the child's process id
     */
    int spawn(String program, List<String> arguments, List<String> environment, Map<Integer, Fd> descriptors)
            throws IOException;

    /** pidfd_open(2). ESRCH when there is no such process. */
    Fd pidfdOpen(int pid) throws IOException;

    /** pidfd_send_signal(2). ESRCH when the process has ended. */
    void pidfdSignal(Fd pidfd, int signal) throws IOException;

    void kill(int pid, int signal) throws IOException;

    /**
     * waitid(2) on a pidfd, without waiting: empty while the child runs, else its status as {@code 128 + signal} or
     * exit code. Reaps it. ECHILD when it is not a child of this process.
     */
    OptionalInt reap(Fd pidfd) throws IOException;

    /**
     * recvmsg(2) of a stream socket, with the descriptor that may come along (SCM_RIGHTS, unix(7)).
     *
     * @return the count of bytes, 0 at the end
     */
    Received receiveDescriptor(Fd socket, byte[] buffer) throws IOException;

    // --- mounts and namespaces ---

    /** mount(2). Empty strings stand for NULL. */
    void mount(String source, Path target, String type, long flags, String data) throws IOException;

    /** umount2(2). */
    void unmount(Path target, int flags) throws IOException;

    /** setns(2) of the calling thread. Only for network namespaces, and only through {@link NetworkNamespace}. */
    void setns(Fd namespace, int type) throws IOException;

    /** unshare(2) of the calling thread. Only for network namespaces, and only through {@link NetworkNamespace}. */
    void unshare(int flags) throws IOException;

    // --- terminals ---

    /** ioctl TIOCSWINSZ. */
    void setWindowSize(Fd terminal, int rows, int columns) throws IOException;

    /** CLOCK_BOOTTIME in nanoseconds (clock_gettime(2)). */
    long bootTimeNanos() throws IOException;

    /** Two descriptors that belong together: {@code first} is the read end of a pipe. */
    record Pair(Fd first, Fd second) {}

    /** What {@link #receiveDescriptor} got; whoever calls it closes {@code descriptor}. */
    record Received(int count, Optional<Fd> descriptor) {}

    /** One event of epoll_wait(2): the EPOLL* bits, and the data given at {@link #epollAdd}. */
    record Event(int events, long data) {}
}
