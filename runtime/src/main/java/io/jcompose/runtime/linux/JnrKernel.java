package io.jcompose.runtime.linux;

import java.io.IOException;
import java.lang.ref.Reference;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Memory;
import jnr.ffi.Pointer;
import jnr.ffi.Runtime;
import jnr.ffi.byref.IntByReference;
import org.jspecify.annotations.Nullable;

/** {@link Kernel} through jnr-ffi and glibc. */
final class JnrKernel implements Kernel {
    private static final int F_DUPFD_CLOEXEC = 1030;
    private static final int F_GETFL = 3;
    private static final int F_SETFL = 4;
    private static final int F_OFD_GETLK = 36;
    private static final int F_OFD_SETLK = 37;
    private static final int F_ADD_SEALS = 1033;
    private static final int ALL_SEALS = 0x1 | 0x2 | 0x4 | 0x8;
    private static final int MFD_CLOEXEC = 1;
    private static final int MFD_ALLOW_SEALING = 2;
    private static final short F_WRLCK = 1;
    private static final short F_UNLCK = 2;
    private static final int EPOLL_CTL_ADD = 1;
    private static final int EPOLL_CTL_DEL = 2;
    private static final int P_PIDFD = 3;
    private static final int WNOHANG = 1;
    private static final int WEXITED = 4;
    private static final int CLD_EXITED = 1;
    private static final long TIOCSWINSZ = 0x5414;
    private static final int CLOCK_BOOTTIME = 7;
    private static final int MSG_CMSG_CLOEXEC = 0x40000000;
    private static final int SCM_RIGHTS = 1;
    /** CMSG_SPACE of one descriptor. */
    private static final int CONTROL_BYTES = 24;

    private static final int SYS_PIDFD_SEND_SIGNAL = 424;
    private static final int SYS_PIDFD_OPEN = 434;
    private static final int SYS_OPENAT2 = 437;
    /** One of the old calls, which each architecture numbers as it likes; those that came late share asm-generic's. */
    private static final int SYS_BPF = System.getProperty("os.arch").equals("amd64") ? 321 : 280;

    private static final int BPF_PROG_LOAD = 5;
    private static final int BPF_PROG_ATTACH = 8;
    private static final int BPF_PROG_TYPE_CGROUP_DEVICE = 15;
    private static final int BPF_CGROUP_DEVICE = 6;
    private static final int BPF_F_ALLOW_MULTI = 2;
    private static final int BPF_INSTRUCTION_BYTES = 8;
    private static final short SPAWN_SETSIGDEF = 0x04;
    private static final short SPAWN_SETSIGMASK = 0x08;
    private static final short SPAWN_SETSID = 0x80;
    /** Above every number that a spawned child is given, so that no dup2 overwrites a source. */
    private static final int HIGH_FD = 64;

    private static final int OPAQUE_BYTES = 512;
    private static final boolean PACKED_EPOLL =
            System.getProperty("os.arch", "").equals("amd64");

    private final LibC libc;
    private final Runtime runtime;

    private JnrKernel() {
        libc = LibraryLoader.create(LibC.class).load("c");
        runtime = Runtime.getRuntime(libc);
    }

    static JnrKernel instance() {
        return Holder.INSTANCE;
    }

    private static final class Holder {
        static final JnrKernel INSTANCE = new JnrKernel();
    }

    @Override
    public Fd open(Path path, int flags, int mode) throws IOException {
        return fd("open", path.toString(), () -> libc.open(path.toString(), flags | Flags.O_CLOEXEC, mode));
    }

    @Override
    public Fd openat2(Fd directory, String path, int flags, int mode, int resolve) throws IOException {
        Pointer how = Memory.allocateDirect(runtime, 24);
        how.putLong(0, (flags | Flags.O_CLOEXEC) & 0xffffffffL);
        how.putLong(8, mode);
        how.putLong(16, resolve);
        byte[] name = (path + "\0").getBytes(StandardCharsets.UTF_8);
        Pointer text = Memory.allocateDirect(runtime, name.length);
        text.put(0, name, 0, name.length);
        return fd("openat2", path, () ->
                (int) libc.syscall(SYS_OPENAT2, directory.number(), text, how.address(), 24, 0, 0));
    }

    @Override
    public void close(int fd) throws IOException {
        // close(2) has released the descriptor even when it says EINTR: it is never repeated.
        if (libc.close(fd) < 0 && runtime.getLastError() != Errno.EINTR) {
            throw failure("close", "fd " + fd);
        }
    }

    @Override
    public int read(Fd fd, byte[] buffer) throws IOException {
        return (int) call("read", fd.toString(), () -> libc.read(fd.number(), buffer, buffer.length));
    }

    @Override
    public void write(Fd fd, byte[] bytes) throws IOException {
        byte[] rest = bytes;
        while (rest.length > 0) {
            byte[] now = rest;
            int written = (int) call("write", fd.toString(), () -> libc.write(fd.number(), now, now.length));
            rest = java.util.Arrays.copyOfRange(rest, written, rest.length);
        }
    }

    @Override
    public Fd sealedFile(String name, byte[] content) throws IOException {
        Fd fd = fd("memfd_create", name, () -> libc.memfd_create(name, MFD_CLOEXEC | MFD_ALLOW_SEALING));
        try {
            write(fd, content);
            call("fcntl F_ADD_SEALS", name, () -> libc.fcntl(fd.number(), F_ADD_SEALS, ALL_SEALS));
            return fd;
        } catch (IOException e) {
            fd.close();
            throw e;
        }
    }

    /** An anonymous file to write to and read again. */
    Fd memoryFile(String name) throws IOException {
        return fd("memfd_create", name, () -> libc.memfd_create(name, MFD_CLOEXEC));
    }

    @Override
    public boolean tryLock(Fd fd) throws IOException {
        Pointer lock = wholeFileLock();
        if (libc.fcntl(fd.number(), F_OFD_SETLK, lock) == 0) {
            return true;
        }
        if (runtime.getLastError() == Errno.EAGAIN || runtime.getLastError() == Errno.EACCES) {
            return false;
        }
        throw failure("fcntl F_OFD_SETLK", fd.toString());
    }

    @Override
    public boolean isLocked(Fd fd) throws IOException {
        Pointer lock = wholeFileLock();
        call("fcntl F_OFD_GETLK", fd.toString(), () -> libc.fcntl(fd.number(), F_OFD_GETLK, lock));
        return lock.getShort(0) != F_UNLCK;
    }

    /** struct flock of a 64-bit system: l_type, l_whence, (4 bytes), l_start, l_len, l_pid. */
    private Pointer wholeFileLock() {
        Pointer lock = Memory.allocateDirect(runtime, 32, true);
        lock.putShort(0, F_WRLCK);
        return lock;
    }

    @Override
    public void chown(Path path, int uid, int gid) throws IOException {
        call("chown", path.toString(), () -> libc.chown(path.toString(), uid, gid));
    }

    @Override
    public void setNonBlocking(Fd fd, boolean nonBlocking) throws IOException {
        int flags = (int) call("fcntl F_GETFL", fd.toString(), () -> libc.fcntl(fd.number(), F_GETFL, 0L));
        int wanted = nonBlocking ? flags | Flags.O_NONBLOCK : flags & ~Flags.O_NONBLOCK;
        call("fcntl F_SETFL", fd.toString(), () -> libc.fcntl(fd.number(), F_SETFL, (long) wanted));
    }

    @Override
    public Pair pipe() throws IOException {
        int[] fds = new int[2];
        call("pipe2", "", () -> libc.pipe2(fds, Flags.O_CLOEXEC));
        return new Pair(new Fd(this, fds[0]), new Fd(this, fds[1]));
    }

    @Override
    public Pair socketPair() throws IOException {
        int[] fds = new int[2];
        call("socketpair", "", () -> libc.socketpair(Flags.AF_UNIX, Flags.SOCK_STREAM | Flags.SOCK_CLOEXEC, 0, fds));
        return new Pair(new Fd(this, fds[0]), new Fd(this, fds[1]));
    }

    @Override
    public Fd socket(int domain, int type, int protocol) throws IOException {
        return fd("socket", "", () -> libc.socket(domain, type | Flags.SOCK_CLOEXEC, protocol));
    }

    @Override
    public void bind(Fd socket, byte[] address) throws IOException {
        call("bind", socket.toString(), () -> libc.bind(socket.number(), address, address.length));
    }

    @Override
    public void setSocketOption(Fd socket, int level, int option, int value) throws IOException {
        byte[] bytes = ByteBuffer.allocate(4)
                .order(ByteOrder.nativeOrder())
                .putInt(value)
                .array();
        setSocketOption(socket, level, option, bytes);
    }

    @Override
    public void setSocketOption(Fd socket, int level, int option, byte[] value) throws IOException {
        call(
                "setsockopt",
                option + " of " + socket,
                () -> libc.setsockopt(socket.number(), level, option, value, value.length));
    }

    @Override
    public void send(Fd socket, byte[] message, byte[] address) throws IOException {
        call("sendto", socket.toString(), () -> {
            long sent = libc.sendto(socket.number(), message, message.length, 0, address, address.length);
            return sent;
        });
    }

    @Override
    public int receive(Fd socket, byte[] buffer, int flags) throws IOException {
        return (int) call("recv", socket.toString(), () -> libc.recv(socket.number(), buffer, buffer.length, flags));
    }

    @Override
    public Fd epoll() throws IOException {
        return fd("epoll_create1", "", () -> libc.epoll_create1(Flags.O_CLOEXEC));
    }

    @Override
    public void epollAdd(Fd epoll, Fd watched, int events, long data) throws IOException {
        ByteBuffer event = ByteBuffer.allocate(16).order(ByteOrder.nativeOrder());
        event.putInt(0, events).putLong(PACKED_EPOLL ? 4 : 8, data);
        call(
                "epoll_ctl",
                watched.toString(),
                () -> libc.epoll_ctl(epoll.number(), EPOLL_CTL_ADD, watched.number(), event.array()));
    }

    @Override
    public void epollRemove(Fd epoll, Fd watched) throws IOException {
        call(
                "epoll_ctl",
                watched.toString(),
                () -> libc.epoll_ctl(epoll.number(), EPOLL_CTL_DEL, watched.number(), new byte[16]));
    }

    @Override
    public List<Event> epollWait(Fd epoll, @Nullable Duration timeout) throws IOException {
        int size = PACKED_EPOLL ? 12 : 16;
        byte[] raw = new byte[size * 64];
        int millis = timeout == null ? -1 : (int) Math.min(Integer.MAX_VALUE, timeout.toMillis());
        int count = (int) call("epoll_wait", "", () -> libc.epoll_wait(epoll.number(), raw, 64, millis));
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        List<Event> events = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            events.add(new Event(buffer.getInt(i * size), buffer.getLong(i * size + (PACKED_EPOLL ? 4 : 8))));
        }
        return events;
    }

    @Override
    public Fd eventFd() throws IOException {
        return fd("eventfd", "", () -> libc.eventfd(0, Flags.O_CLOEXEC | Flags.O_NONBLOCK));
    }

    @Override
    public Fd inotify() throws IOException {
        return fd("inotify_init1", "", () -> libc.inotify_init1(Flags.O_CLOEXEC | Flags.O_NONBLOCK));
    }

    @Override
    public int inotifyAdd(Fd inotify, Path path, int mask) throws IOException {
        return (int) call(
                "inotify_add_watch",
                path.toString(),
                () -> libc.inotify_add_watch(inotify.number(), path.toString(), mask));
    }

    @Override
    public int spawn(String program, List<String> arguments, List<String> environment, Map<Integer, Fd> descriptors)
            throws IOException {
        Pointer actions = Memory.allocateDirect(runtime, OPAQUE_BYTES, true);
        Pointer attributes = Memory.allocateDirect(runtime, OPAQUE_BYTES, true);
        List<Fd> high = new ArrayList<>();
        checkSpawn(libc.posix_spawn_file_actions_init(actions), program);
        checkSpawn(libc.posix_spawnattr_init(attributes), program);
        try {
            int last = -1;
            for (Map.Entry<Integer, Fd> entry : descriptors.entrySet()) {
                Fd source = fd(
                        "fcntl F_DUPFD",
                        program,
                        () -> libc.fcntl(entry.getValue().number(), F_DUPFD_CLOEXEC, (long) HIGH_FD));
                high.add(source);
                last = Math.max(last, entry.getKey());
                checkSpawn(libc.posix_spawn_file_actions_adddup2(actions, source.number(), entry.getKey()), program);
            }
            for (int fd = 0; fd < last; fd++) {
                // The JVM has descriptors that are not close-on-exec.
                if (!descriptors.containsKey(fd)) {
                    checkSpawn(libc.posix_spawn_file_actions_addclose(actions, fd), program);
                }
            }
            checkSpawn(libc.posix_spawn_file_actions_addclosefrom_np(actions, last + 1), program);
            setSignals(attributes, program);
            IntByReference pid = new IntByReference();
            Pointer argv = strings(arguments);
            Pointer envp = strings(environment);
            try {
                checkSpawn(libc.posix_spawn(pid, program, actions, attributes, argv, envp), program);
            } finally {
                // The native side has bare addresses: what nobody refers to is freed, also in the middle of the call.
                Reference.reachabilityFence(argv);
                Reference.reachabilityFence(envp);
            }
            return pid.intValue();
        } finally {
            libc.posix_spawn_file_actions_destroy(actions);
            libc.posix_spawnattr_destroy(attributes);
            for (Fd fd : high) {
                fd.close();
            }
        }
    }

    private void setSignals(Pointer attributes, String program) throws IOException {
        Pointer set = Memory.allocateDirect(runtime, OPAQUE_BYTES, true);
        libc.sigemptyset(set);
        checkSpawn(libc.posix_spawnattr_setsigmask(attributes, set), program);
        libc.sigfillset(set);
        checkSpawn(libc.posix_spawnattr_setsigdefault(attributes, set), program);
        int flags = SPAWN_SETSIGDEF | SPAWN_SETSIGMASK | SPAWN_SETSID;
        checkSpawn(libc.posix_spawnattr_setflags(attributes, (short) flags), program);
    }

    /** posix_spawn and its helpers return the error number instead of setting errno. */
    private static void checkSpawn(int error, String program) throws IOException {
        if (error != 0) {
            throw new SyscallException("posix_spawn", program, error);
        }
    }

    /** An array that ends with a null pointer, and behind it the texts: one piece, which is freed as one. */
    private Pointer strings(List<String> values) {
        List<byte[]> texts = values.stream()
                .map(value -> (value + "\0").getBytes(StandardCharsets.UTF_8))
                .toList();
        int at = (values.size() + 1) * 8;
        int size = at + texts.stream().mapToInt(text -> text.length).sum();
        Pointer array = Memory.allocateDirect(runtime, size, true);
        for (int i = 0; i < texts.size(); i++) {
            byte[] text = texts.get(i);
            array.put(at, text, 0, text.length);
            array.putLong((long) i * 8, array.address() + at);
            at += text.length;
        }
        return array;
    }

    @Override
    public void filterDevices(Path cgroup, byte[] program) throws IOException {
        try (Fd directory = open(cgroup, Flags.O_RDONLY | Flags.O_DIRECTORY, 0);
                Fd loaded = loadDeviceProgram(program)) {
            // union bpf_attr: target_fd, attach_bpf_fd, attach_type, attach_flags.
            Pointer attributes = Memory.allocateDirect(runtime, 16);
            attributes.putInt(0, directory.number());
            attributes.putInt(4, loaded.number());
            attributes.putInt(8, BPF_CGROUP_DEVICE);
            attributes.putInt(12, BPF_F_ALLOW_MULTI);
            call(
                    "bpf BPF_PROG_ATTACH",
                    cgroup.toString(),
                    () -> libc.syscall(SYS_BPF, BPF_PROG_ATTACH, attributes, 16, 0, 0, 0));
        }
    }

    private Fd loadDeviceProgram(byte[] program) throws IOException {
        Pointer instructions = Memory.allocateDirect(runtime, program.length);
        instructions.put(0, program, 0, program.length);
        Pointer license = Memory.allocateDirect(runtime, 1, true);
        // union bpf_attr: prog_type, insn_cnt, insns, license; no log, no name.
        Pointer attributes = Memory.allocateDirect(runtime, 48, true);
        attributes.putInt(0, BPF_PROG_TYPE_CGROUP_DEVICE);
        attributes.putInt(4, program.length / BPF_INSTRUCTION_BYTES);
        attributes.putLong(8, instructions.address());
        attributes.putLong(16, license.address());
        return fd("bpf BPF_PROG_LOAD", "a filter of devices", () ->
                (int) libc.syscall(SYS_BPF, BPF_PROG_LOAD, attributes, 48, 0, 0, 0));
    }

    @Override
    public Fd pidfdOpen(int pid) throws IOException {
        return fd("pidfd_open", Integer.toString(pid), () ->
                (int) libc.syscall(SYS_PIDFD_OPEN, pid, Pointer.wrap(runtime, 0), 0, 0, 0, 0));
    }

    @Override
    public void pidfdSignal(Fd pidfd, int signal) throws IOException {
        call(
                "pidfd_send_signal",
                "signal " + signal,
                () -> libc.syscall(SYS_PIDFD_SEND_SIGNAL, pidfd.number(), Pointer.wrap(runtime, signal), 0, 0, 0, 0));
    }

    @Override
    public void kill(int pid, int signal) throws IOException {
        call("kill", Integer.toString(pid), () -> libc.kill(pid, signal));
    }

    @Override
    public OptionalInt reap(Fd pidfd) throws IOException {
        Pointer info = Memory.allocateDirect(runtime, 128, true);
        call(
                "waitid",
                pidfd.toString(),
                () -> libc.waitid(P_PIDFD, pidfd.number(), info, WEXITED | WNOHANG, Pointer.wrap(runtime, 0)));
        // siginfo_t on 64-bit systems: si_signo 0, si_errno 4, si_code 8, si_pid 16, si_uid 20, si_status 24.
        if (info.getInt(16) == 0) {
            return OptionalInt.empty();
        }
        int status = info.getInt(24);
        return OptionalInt.of(info.getInt(8) == CLD_EXITED ? status : 128 + status);
    }

    @Override
    public Received receiveDescriptor(Fd socket, byte[] buffer) throws IOException {
        Pointer data = Memory.allocateDirect(runtime, buffer.length);
        Pointer part = Memory.allocateDirect(runtime, 16);
        part.putPointer(0, data);
        part.putLong(8, buffer.length);
        Pointer control = Memory.allocateDirect(runtime, CONTROL_BYTES, true);
        // struct msghdr of 64-bit systems: name 0, its length 8, parts 16, their count 24, control 32, its length 40.
        Pointer message = Memory.allocateDirect(runtime, 56, true);
        message.putPointer(16, part);
        message.putLong(24, 1);
        message.putPointer(32, control);
        message.putLong(40, CONTROL_BYTES);
        int count = (int)
                call("recvmsg", socket.toString(), () -> libc.recvmsg(socket.number(), message, MSG_CMSG_CLOEXEC));
        data.get(0, buffer, 0, count);
        // struct cmsghdr: length 0, level 8, type 12, data 16.
        boolean passed =
                message.getLong(40) >= 20 && control.getInt(8) == Flags.SOL_SOCKET && control.getInt(12) == SCM_RIGHTS;
        return new Received(count, passed ? Optional.of(new Fd(this, control.getInt(16))) : Optional.empty());
    }

    @Override
    public void mount(String source, Path target, String type, long flags, String data) throws IOException {
        call(
                "mount",
                source + " on " + target,
                () -> libc.mount(source, target.toString(), type.isEmpty() ? "none" : type, flags, data));
    }

    @Override
    public void unmount(Path target, int flags) throws IOException {
        call("umount2", target.toString(), () -> libc.umount2(target.toString(), flags));
    }

    @Override
    public void setns(Fd namespace, int type) throws IOException {
        call("setns", namespace.toString(), () -> libc.setns(namespace.number(), type));
    }

    @Override
    public void unshare(int flags) throws IOException {
        call("unshare", Integer.toHexString(flags), () -> libc.unshare(flags));
    }

    @Override
    public void setWindowSize(Fd terminal, int rows, int columns) throws IOException {
        byte[] size = ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putShort((short) rows)
                .putShort((short) columns)
                .array();
        call("ioctl TIOCSWINSZ", terminal.toString(), () -> libc.ioctl(terminal.number(), TIOCSWINSZ, size));
    }

    @Override
    public long bootTimeNanos() throws IOException {
        byte[] time = new byte[16];
        call("clock_gettime", "CLOCK_BOOTTIME", () -> libc.clock_gettime(CLOCK_BOOTTIME, time));
        ByteBuffer buffer = ByteBuffer.wrap(time).order(ByteOrder.nativeOrder());
        return buffer.getLong(0) * 1_000_000_000L + buffer.getLong(8);
    }

    @FunctionalInterface
    private interface Call {
        long run();
    }

    @FunctionalInterface
    private interface FdCall {
        int run();
    }

    private Fd fd(String name, String subject, FdCall call) throws IOException {
        return new Fd(this, (int) call(name, subject, call::run));
    }

    private long call(String name, String subject, Call call) throws IOException {
        while (true) {
            long result = call.run();
            if (result >= 0) {
                return result;
            }
            if (runtime.getLastError() != Errno.EINTR) {
                throw failure(name, subject);
            }
        }
    }

    private SyscallException failure(String name, String subject) {
        return new SyscallException(name, subject, runtime.getLastError());
    }
}
