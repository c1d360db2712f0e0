package io.jcompose.runtime.linux;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import jnr.ffi.LibraryLoader;
import jnr.ffi.Runtime;

/** {@link RawFiles} through jnr-ffi and glibc. */
final class JnrRawFiles implements RawFiles {
    private static final int AT_SYMLINK_NOFOLLOW = 0x100;
    private static final int AT_REMOVEDIR = 0x200;
    private static final int AT_EMPTY_PATH = 0x1000;
    private static final int STATX_BASIC_STATS = 0x7ff;
    private static final int STATX_BYTES = 256;
    private static final int LONGEST_TARGET = 4096;
    /** xattr(7): the kernel's bounds of a list of names and of a value. */
    private static final int LARGEST_ATTRIBUTE = 65536;
    /** What is tried first: arrays are copied on their way to the kernel and back. */
    private static final int USUAL_ATTRIBUTE = 256;

    /** They are held in memory, with what is known of each, and a stranger made them. */
    private static final int MOST_NAMES = 200_000;

    private static final int LISTING_BYTES = 32768;
    /** Of struct linux_dirent64: inode 0, offset 8, length 16, type 18, name 19. */
    private static final int DIRENT_LENGTH = 16;

    private static final int DIRENT_NAME = 19;
    /** Of lseek(2). */
    private static final int SEEK_SET = 0;

    private static final int SEEK_DATA = 3;
    private static final int SEEK_HOLE = 4;
    private static final int COPIED_AT_ONCE = 1 << 16;
    private static final Pattern NUL = Pattern.compile("\0");

    private final Kernel kernel = Kernel.live();
    private final LibFiles libc;
    private final Runtime runtime;

    private JnrRawFiles() {
        libc = LibraryLoader.create(LibFiles.class).load("c");
        runtime = Runtime.getRuntime(libc);
    }

    static final class Holder {
        static final JnrRawFiles INSTANCE = new JnrRawFiles();

        private Holder() {}
    }

    @Override
    public Fd root(Path directory) throws IOException {
        return kernel.open(directory, Flags.O_RDONLY | Flags.O_DIRECTORY | Flags.O_NOFOLLOW, 0);
    }

    @Override
    public Fd directory(Fd parent, String name) throws IOException {
        return opened(parent, name, Flags.O_RDONLY | Flags.O_DIRECTORY, 0);
    }

    @Override
    public Fd read(Fd parent, String name) throws IOException {
        return opened(parent, name, Flags.O_RDONLY | Flags.O_NONBLOCK | Flags.O_NOCTTY, 0);
    }

    @Override
    public Fd create(Fd parent, String name) throws IOException {
        return opened(parent, name, Flags.O_WRONLY | Flags.O_CREAT | Flags.O_EXCL, 0600);
    }

    @Override
    public Fd createUnnamed(Fd directory) throws IOException {
        int flags = Flags.O_RDWR | Flags.O_TMPFILE | Flags.O_CLOEXEC;
        byte[] here = bytes(".");
        return new Fd(
                kernel, call("openat", directory.toString(), () -> libc.openat(directory.number(), here, flags, 0600)));
    }

    @Override
    public void giveName(Fd file, Fd parent, String name) throws IOException {
        byte[] itself = bytes("");
        byte[] component = component(name);
        call("linkat", name, () -> libc.linkat(file.number(), itself, parent.number(), component, AT_EMPTY_PATH));
    }

    private Fd opened(Fd parent, String name, int flags, int mode) throws IOException {
        byte[] component = component(name);
        int all = flags | Flags.O_NOFOLLOW | Flags.O_CLOEXEC;
        int number = call("openat", name, () -> libc.openat(parent.number(), component, all, mode));
        return new Fd(kernel, number);
    }

    @Override
    public int read(Fd file, byte[] buffer) throws IOException {
        return (int) longCall("read", file.toString(), () -> libc.read(file.number(), buffer, buffer.length));
    }

    @Override
    public void write(Fd file, byte[] buffer, int length) throws IOException {
        int done = 0;
        while (done < length) {
            byte[] rest = done == 0 ? buffer : Arrays.copyOfRange(buffer, done, length);
            int count = length - done;
            done += (int) longCall("write", file.toString(), () -> libc.write(file.number(), rest, count));
        }
    }

    @Override
    public void makeDirectory(Fd parent, String name) throws IOException {
        byte[] component = component(name);
        call("mkdirat", name, () -> libc.mkdirat(parent.number(), component, 0700));
    }

    @Override
    public void makeNode(Fd parent, String name, int mode, int major, int minor) throws IOException {
        byte[] component = component(name);
        // makedev(3) of glibc.
        long device =
                (major & 0xfffL) << 8 | (major & 0xfffff000L) << 32 | (minor & 0xff) | (minor & 0xffffff00L) << 12;
        call("mknodat", name, () -> libc.mknodat(parent.number(), component, mode, device));
    }

    @Override
    public void makeLink(Fd parent, String name, String target) throws IOException {
        byte[] component = component(name);
        call("symlinkat", name, () -> libc.symlinkat(bytes(target), parent.number(), component));
    }

    @Override
    public void makeHardLink(Fd parent, String name, Fd newParent, String newName) throws IOException {
        byte[] from = component(name);
        byte[] to = component(newName);
        call("linkat", newName, () -> libc.linkat(parent.number(), from, newParent.number(), to, 0));
    }

    @Override
    public void delete(Fd parent, String name) throws IOException {
        byte[] component = component(name);
        call("unlinkat", name, () -> libc.unlinkat(parent.number(), component, 0));
    }

    @Override
    public void deleteDirectory(Fd parent, String name) throws IOException {
        byte[] component = component(name);
        call("unlinkat", name, () -> libc.unlinkat(parent.number(), component, AT_REMOVEDIR));
    }

    @Override
    public void rename(Fd parent, String name, Fd newParent, String newName) throws IOException {
        byte[] from = component(name);
        byte[] to = component(newName);
        call("renameat", newName, () -> libc.renameat(parent.number(), from, newParent.number(), to));
    }

    @Override
    public void setOwner(Fd parent, String name, int uid, int gid) throws IOException {
        byte[] component = component(name);
        call("fchownat", name, () -> libc.fchownat(parent.number(), component, uid, gid, AT_SYMLINK_NOFOLLOW));
    }

    @Override
    public void setMode(Fd parent, String name, int mode) throws IOException {
        byte[] component = component(name);
        call("fchmodat", name, () -> libc.fchmodat(parent.number(), component, mode, 0));
    }

    @Override
    public void setTime(Fd parent, String name, long seconds, int nanos) throws IOException {
        byte[] component = component(name);
        byte[] times = times(seconds, nanos);
        call("utimensat", name, () -> libc.utimensat(parent.number(), component, times, AT_SYMLINK_NOFOLLOW));
    }

    /** Two of struct timespec: of access and of change. */
    private static byte[] times(long seconds, int nanos) {
        return ByteBuffer.allocate(32)
                .order(ByteOrder.nativeOrder())
                .putLong(seconds)
                .putLong(nanos)
                .putLong(seconds)
                .putLong(nanos)
                .array();
    }

    @Override
    public void setOwner(Fd file, int uid, int gid) throws IOException {
        byte[] itself = bytes("");
        call("fchownat", file.toString(), () -> libc.fchownat(file.number(), itself, uid, gid, AT_EMPTY_PATH));
    }

    @Override
    public void setMode(Fd file, int mode) throws IOException {
        call("fchmod", file.toString(), () -> libc.fchmod(file.number(), mode));
    }

    @Override
    public void setTime(Fd file, long seconds, int nanos) throws IOException {
        byte[] times = times(seconds, nanos);
        call("futimens", file.toString(), () -> libc.futimens(file.number(), times));
    }

    @Override
    public Node stat(Fd parent, String name) throws IOException {
        return stat(parent, component(name), name, AT_SYMLINK_NOFOLLOW);
    }

    @Override
    public Optional<Node> find(Fd parent, String name) throws IOException {
        byte[] component = component(name);
        byte[] raw = new byte[STATX_BYTES];
        if (libc.statx(parent.number(), component, AT_SYMLINK_NOFOLLOW, STATX_BASIC_STATS, raw) == 0) {
            return Optional.of(node(raw));
        }
        return runtime.getLastError() == Errno.ENOENT ? Optional.empty() : Optional.of(stat(parent, name));
    }

    @Override
    public Node stat(Fd fd) throws IOException {
        return stat(fd, bytes(""), fd.toString(), AT_EMPTY_PATH);
    }

    private Node stat(Fd fd, byte[] name, String subject, int flags) throws IOException {
        byte[] raw = new byte[STATX_BYTES];
        call("statx", subject, () -> libc.statx(fd.number(), name, flags, STATX_BASIC_STATS, raw));
        return node(raw);
    }

    private static Node node(byte[] raw) {
        // struct statx, the same on all architectures (linux/stat.h).
        ByteBuffer buffer = ByteBuffer.wrap(raw).order(ByteOrder.nativeOrder());
        return new Node(
                Short.toUnsignedInt(buffer.getShort(28)),
                buffer.getInt(16),
                buffer.getInt(20),
                buffer.getInt(24),
                buffer.getLong(32),
                buffer.getLong(40),
                buffer.getLong(112),
                buffer.getInt(120),
                buffer.getLong(96) * 1_000_000_000 + buffer.getInt(104),
                (long) buffer.getInt(136) << 32 | (buffer.getInt(140) & 0xffffffffL),
                buffer.getInt(128),
                buffer.getInt(132));
    }

    @Override
    public String target(Fd parent, String name) throws IOException {
        byte[] component = component(name);
        byte[] buffer = new byte[LONGEST_TARGET];
        int length = (int)
                longCall("readlinkat", name, () -> libc.readlinkat(parent.number(), component, buffer, buffer.length));
        return new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
    }

    @Override
    public List<String> list(Fd directory) throws IOException {
        List<String> names = new ArrayList<>();
        byte[] raw = new byte[LISTING_BYTES];
        while (true) {
            int length = (int) longCall(
                    "getdents64", directory.toString(), () -> libc.getdents64(directory.number(), raw, raw.length));
            if (length == 0) {
                Collections.sort(names);
                return names;
            }
            addNames(raw, length, names);
            if (names.size() > MOST_NAMES) {
                throw new IOException("a directory has more than " + MOST_NAMES + " names, which is too many");
            }
        }
    }

    private static void addNames(byte[] entries, int limit, List<String> names) {
        ByteBuffer lengths = ByteBuffer.wrap(entries).order(ByteOrder.nativeOrder());
        for (int at = 0; at < limit; at += Short.toUnsignedInt(lengths.getShort(at + DIRENT_LENGTH))) {
            int start = at + DIRENT_NAME;
            int end = start;
            while (entries[end] != 0) {
                end++;
            }
            String name = new String(entries, start, end - start, StandardCharsets.ISO_8859_1);
            if (!name.equals(".") && !name.equals("..")) {
                names.add(name);
            }
        }
    }

    @Override
    public void setAttribute(Fd parent, String name, String attribute, byte[] value) throws IOException {
        byte[] path = path(parent, name);
        call("lsetxattr " + attribute, name, () -> libc.lsetxattr(path, bytes(attribute), value, value.length, 0));
    }

    @Override
    public SortedMap<String, byte[]> attributes(Fd parent, String name) throws IOException {
        byte[] path = path(parent, name);
        SortedMap<String, byte[]> found = new TreeMap<>();
        byte[] list;
        try {
            list = sized("llistxattr", name, buffer -> libc.llistxattr(path, buffer, buffer.length));
        } catch (SyscallException e) {
            if (e.errno() == Errno.EOPNOTSUPP) {
                return found;
            }
            throw e;
        }
        if (list.length == 0) {
            return found;
        }
        for (String attribute : NUL.split(new String(list, StandardCharsets.ISO_8859_1))) {
            byte[] key = bytes(attribute);
            found.put(
                    attribute,
                    sized("lgetxattr " + attribute, name, buffer -> libc.lgetxattr(path, key, buffer, buffer.length)));
        }
        return found;
    }

    @Override
    public void removeAttribute(Fd parent, String name, String attribute) throws IOException {
        byte[] path = path(parent, name);
        call("lremovexattr " + attribute, name, () -> libc.lremovexattr(path, bytes(attribute)));
    }

    @Override
    public void copyContent(Fd from, Fd to, long size) throws IOException {
        call("ftruncate", to.toString(), () -> libc.ftruncate(to.number(), size));
        long at = 0;
        while (at < size) {
            long start = libc.lseek(from.number(), at, SEEK_DATA);
            if (start < 0 && runtime.getLastError() == Errno.ENXIO) {
                return;
            }
            // File systems that know of no holes say EINVAL.
            long data = start < 0 ? at : start;
            long hole = start < 0 ? size : libc.lseek(from.number(), data, SEEK_HOLE);
            long end = hole < 0 ? size : Math.min(hole, size);
            copyRange(from, to, data, end);
            at = end;
        }
    }

    private void copyRange(Fd from, Fd to, long start, long end) throws IOException {
        byte[] in = offset(start);
        byte[] out = offset(start);
        long at = start;
        while (at < end) {
            long rest = end - at;
            long done = libc.copy_file_range(from.number(), in, to.number(), out, rest, 0);
            if (done == 0) {
                throw new IOException(from + " became shorter while it was copied");
            }
            if (done < 0) {
                int errno = runtime.getLastError();
                if (errno == Errno.EXDEV
                        || errno == Errno.EINVAL
                        || errno == Errno.EOPNOTSUPP
                        || errno == Errno.ENOSYS) {
                    copyByHand(from, to, at, end);
                    return;
                }
                if (errno != Errno.EINTR) {
                    throw new SyscallException("copy_file_range", to.toString(), errno);
                }
            }
            at += Math.max(done, 0);
        }
    }

    /** Between file systems that cannot do it themselves. */
    private void copyByHand(Fd from, Fd to, long start, long end) throws IOException {
        longCall("lseek", from.toString(), () -> libc.lseek(from.number(), start, SEEK_SET));
        longCall("lseek", to.toString(), () -> libc.lseek(to.number(), start, SEEK_SET));
        byte[] buffer = new byte[COPIED_AT_ONCE];
        long at = start;
        while (at < end) {
            int length = (int) Math.min(read(from, buffer), end - at);
            if (length == 0) {
                throw new IOException(from + " became shorter while it was copied");
            }
            write(to, buffer, length);
            at += length;
        }
    }

    private static byte[] offset(long value) {
        return ByteBuffer.allocate(8)
                .order(ByteOrder.nativeOrder())
                .putLong(value)
                .array();
    }

    @FunctionalInterface
    private interface Filling {
        long fill(byte[] buffer);
    }

    /** What a call puts into a buffer, a larger one when the usual one is too small (ERANGE). */
    private byte[] sized(String call, String subject, Filling filling) throws IOException {
        byte[] usual = new byte[USUAL_ATTRIBUTE];
        long length = filling.fill(usual);
        if (length >= 0) {
            return Arrays.copyOf(usual, (int) length);
        }
        byte[] largest = new byte[LARGEST_ATTRIBUTE];
        return Arrays.copyOf(largest, (int) longCall(call, subject, () -> filling.fill(largest)));
    }

    @Override
    public void syncFileSystem(Fd fd) throws IOException {
        call("syncfs", fd.toString(), () -> libc.syncfs(fd.number()));
    }

    /** The calls for attributes know no directories: the link in /proc leads to the open one, whatever became of it. */
    private static byte[] path(Fd parent, String name) {
        component(name);
        return bytes("/proc/self/fd/" + parent.number() + "/" + name);
    }

    private static byte[] component(String name) {
        if (name.isEmpty() || name.equals(".") || name.equals("..") || name.indexOf('/') >= 0) {
            throw new IllegalArgumentException("not the name of a file: '" + name + "'");
        }
        return bytes(name);
    }

    /** With a NUL behind. */
    private static byte[] bytes(String latin) {
        if (latin.indexOf('\0') >= 0) {
            throw new IllegalArgumentException("a NUL in '" + latin + "'");
        }
        return (latin + "\0").getBytes(StandardCharsets.ISO_8859_1);
    }

    private int call(String name, String subject, IntSupplier call) throws IOException {
        return (int) longCall(name, subject, call::getAsInt);
    }

    private long longCall(String name, String subject, LongSupplier call) throws IOException {
        while (true) {
            long result = call.getAsLong();
            if (result >= 0) {
                return result;
            }
            if (runtime.getLastError() != Errno.EINTR) {
                throw new SyscallException(name, subject, runtime.getLastError());
            }
        }
    }
}
