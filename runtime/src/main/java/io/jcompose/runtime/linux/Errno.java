package io.jcompose.runtime.linux;

import java.util.Map;

/** Error numbers of Linux, as errno(3) names them (the generic numbers of x86-64, aarch64 and riscv64). */
public final class Errno {
    public static final int EPERM = 1;
    public static final int ENOENT = 2;
    public static final int ESRCH = 3;
    public static final int EINTR = 4;
    public static final int EIO = 5;
    public static final int ENXIO = 6;
    public static final int E2BIG = 7;
    public static final int ENOEXEC = 8;
    public static final int EBADF = 9;
    public static final int ECHILD = 10;
    public static final int EAGAIN = 11;
    public static final int ENOMEM = 12;
    public static final int EACCES = 13;
    public static final int EBUSY = 16;
    public static final int EEXIST = 17;
    public static final int EXDEV = 18;
    public static final int ENODEV = 19;
    public static final int ENOTDIR = 20;
    public static final int EISDIR = 21;
    public static final int EINVAL = 22;
    public static final int ENOSPC = 28;
    public static final int EROFS = 30;
    public static final int EMLINK = 31;
    public static final int EPIPE = 32;
    public static final int ERANGE = 34;
    public static final int ENAMETOOLONG = 36;
    public static final int ENOSYS = 38;
    public static final int ENOTEMPTY = 39;
    public static final int ELOOP = 40;
    public static final int EILSEQ = 84;
    public static final int EOPNOTSUPP = 95;
    public static final int EADDRINUSE = 98;
    public static final int EADDRNOTAVAIL = 99;
    public static final int ENETDOWN = 100;
    public static final int ECONNRESET = 104;
    public static final int ENOBUFS = 105;
    public static final int EDQUOT = 122;

    private static final Map<Integer, String> TEXTS = Map.ofEntries(
            Map.entry(EPERM, "operation not permitted"),
            Map.entry(ENOENT, "no such file or directory"),
            Map.entry(ESRCH, "no such process"),
            Map.entry(EINTR, "interrupted"),
            Map.entry(EIO, "input/output error"),
            Map.entry(ENXIO, "no such device or address"),
            Map.entry(E2BIG, "argument list too long"),
            Map.entry(ENOEXEC, "exec format error"),
            Map.entry(EBADF, "bad file descriptor"),
            Map.entry(ECHILD, "no child process"),
            Map.entry(EAGAIN, "resource temporarily unavailable"),
            Map.entry(ENOMEM, "cannot allocate memory"),
            Map.entry(EACCES, "permission denied"),
            Map.entry(EBUSY, "device or resource busy"),
            Map.entry(EEXIST, "file exists"),
            Map.entry(EXDEV, "on another file system"),
            Map.entry(ENODEV, "no such device"),
            Map.entry(ENOTDIR, "not a directory"),
            Map.entry(EISDIR, "is a directory"),
            Map.entry(EINVAL, "invalid argument"),
            Map.entry(ENOSPC, "no space left on device"),
            Map.entry(EDQUOT, "disk quota exceeded"),
            Map.entry(EROFS, "read-only file system"),
            Map.entry(EMLINK, "too many links"),
            Map.entry(ENAMETOOLONG, "name too long"),
            Map.entry(EILSEQ, "invalid bytes in a name"),
            Map.entry(EPIPE, "broken pipe"),
            Map.entry(ERANGE, "numerical result out of range"),
            Map.entry(ENOSYS, "function not implemented"),
            Map.entry(ENOTEMPTY, "directory not empty"),
            Map.entry(ELOOP, "too many levels of symbolic links"),
            Map.entry(EOPNOTSUPP, "operation not supported"),
            Map.entry(EADDRINUSE, "address already in use"),
            Map.entry(EADDRNOTAVAIL, "cannot assign requested address"),
            Map.entry(ENETDOWN, "network is down"),
            Map.entry(ECONNRESET, "connection reset by peer"),
            Map.entry(ENOBUFS, "no buffer space available"));

    private Errno() {}

    /** The sentence of strerror(3) for an error number, or {@code errno N} for one without a name here. */
    public static String text(int errno) {
        return TEXTS.getOrDefault(errno, "errno " + errno);
    }
}
