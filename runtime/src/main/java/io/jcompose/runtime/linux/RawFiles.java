package io.jcompose.runtime.linux;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;

/**
 * Files by the bytes of their names, in a directory that is open: what hostile trees are walked with. A name has a char
 * for each byte (ISO 8859-1) and is one component, neither {@code .} nor {@code ..}; no call follows a symbolic link
 * that has the name. Every call throws {@link SyscallException} with errno when it fails.
 */
public interface RawFiles {
    static RawFiles live() {
        return JnrRawFiles.Holder.INSTANCE;
    }

    /** open(2) of a directory by a path that is trusted; its last component is no link. */
    Fd root(Path directory) throws IOException;

    /** openat(2), O_DIRECTORY: ENOTDIR or ELOOP when it is something else. */
    Fd directory(Fd parent, String name) throws IOException;

    /** openat(2) for reading; the caller knows that it is a regular file. */
    Fd read(Fd parent, String name) throws IOException;

    /** openat(2), O_CREAT | O_EXCL: a new regular file for writing, mode 0600. */
    Fd create(Fd parent, String name) throws IOException;

    /**
     * openat(2), O_TMPFILE: a new regular file for writing that has no name and is gone when it is closed, mode 0600.
     * EOPNOTSUPP or EISDIR where the file system or the kernel has no such files.
     */
    Fd createUnnamed(Fd directory) throws IOException;

    /** linkat(2), AT_EMPTY_PATH: a first name for a file without one. EEXIST when something has the name. */
    void giveName(Fd file, Fd parent, String name) throws IOException;

    /** read(2) to the start of the buffer: the count of bytes, 0 at the end. */
    int read(Fd file, byte[] buffer) throws IOException;

    /** write(2) of the first bytes of the buffer, until all are written. */
    void write(Fd file, byte[] buffer, int length) throws IOException;

    /** mkdirat(2), mode 0700. */
    void makeDirectory(Fd parent, String name) throws IOException;

    /** mknodat(2); {@code mode} says the type, too ({@link Node}). */
    void makeNode(Fd parent, String name, int mode, int major, int minor) throws IOException;

    /** symlinkat(2); the target may be anything. */
    void makeLink(Fd parent, String name, String target) throws IOException;

    /** linkat(2): another name for what is called {@code name} in {@code parent}. */
    void makeHardLink(Fd parent, String name, Fd newParent, String newName) throws IOException;

    /** unlinkat(2) of what is no directory. */
    void delete(Fd parent, String name) throws IOException;

    /** unlinkat(2), AT_REMOVEDIR: of an empty directory. */
    void deleteDirectory(Fd parent, String name) throws IOException;

    /** renameat(2). */
    void rename(Fd parent, String name, Fd newParent, String newName) throws IOException;

    /** fchownat(2). Takes set-user-id bits and file capabilities away. */
    void setOwner(Fd parent, String name, int uid, int gid) throws IOException;

    /** fchmodat(2), 12 bits. The caller knows that it is no symbolic link. */
    void setMode(Fd parent, String name, int mode) throws IOException;

    /** utimensat(2): time of change and of access. */
    void setTime(Fd parent, String name, long seconds, int nanos) throws IOException;

    /** fchownat(2), AT_EMPTY_PATH: of the open file itself, whatever has its name now. */
    void setOwner(Fd file, int uid, int gid) throws IOException;

    /** fchmod(2), 12 bits. */
    void setMode(Fd file, int mode) throws IOException;

    /** futimens(3): time of change and of access. */
    void setTime(Fd file, long seconds, int nanos) throws IOException;

    /** statx(2). ENOENT when there is nothing. */
    Node stat(Fd parent, String name) throws IOException;

    /** statx(2); empty when there is nothing, which is the usual case and costs no exception. */
    Optional<Node> find(Fd parent, String name) throws IOException;

    /** statx(2) of the open file itself. */
    Node stat(Fd fd) throws IOException;

    /** readlinkat(2). */
    String target(Fd parent, String name) throws IOException;

    /** getdents64(2) of the whole directory, sorted by bytes; without {@code .} and {@code ..}. Very many are refused. */
    List<String> list(Fd directory) throws IOException;

    /** lsetxattr(2). */
    void setAttribute(Fd parent, String name, String attribute, byte[] value) throws IOException;

    /** llistxattr(2) and lgetxattr(2); empty where the file system has none. */
    SortedMap<String, byte[]> attributes(Fd parent, String name) throws IOException;

    /** lremovexattr(2). */
    void removeAttribute(Fd parent, String name, String attribute) throws IOException;

    /**
     * Gives a new file the content of another, without a copy of its blocks where the file system can share them
     * (copy_file_range(2)); holes stay holes.
     *
     * @param size of {@code from} in bytes
     */
    void copyContent(Fd from, Fd to, long size) throws IOException;

    /** syncfs(2): all that was written to the file system is durable. */
    void syncFileSystem(Fd fd) throws IOException;

    /**
     * What statx(2) says.
     *
     * @param mode with the type of the file (inode(7))
     * @param size bytes
     * @param seconds of the last change since 1970
     * @param changed when anything of the file changed last, which no program can set: nanoseconds since 1970
     * @param device that the file is on
     * @param major of the device that it is
     */
    record Node(
            int mode,
            int links,
            int uid,
            int gid,
            long inode,
            long size,
            long seconds,
            int nanos,
            long changed,
            long device,
            int major,
            int minor) {
        public static final int TYPE = 0170000;
        public static final int SOCKET = 0140000;
        public static final int LINK = 0120000;
        public static final int FILE = 0100000;
        public static final int BLOCK = 0060000;
        public static final int DIRECTORY = 0040000;
        public static final int CHARACTER = 0020000;
        public static final int FIFO = 0010000;

        /** One of the constants here. */
        public int type() {
            return mode & TYPE;
        }

        /** Overlayfs' mark of a name that the layers below have and this one has not: a device 0:0. */
        public boolean isWhiteout() {
            return type() == CHARACTER && major == 0 && minor == 0;
        }
    }
}
