package io.jcompose.runtime.linux;

import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/** The functions of glibc behind {@link JnrRawFiles}; names end with a NUL byte. */
@SuppressWarnings("checkstyle:MethodName")
public interface LibFiles {
    int openat(int directory, @In byte[] name, int flags, int mode);

    @ssize_t
    long read(int fd, @Out byte[] buffer, @size_t long count);

    @ssize_t
    long write(int fd, @In byte[] buffer, @size_t long count);

    int mkdirat(int directory, @In byte[] name, int mode);

    int mknodat(int directory, @In byte[] name, int mode, long device);

    int symlinkat(@In byte[] target, int directory, @In byte[] name);

    int linkat(int from, @In byte[] oldName, int to, @In byte[] newName, int flags);

    int unlinkat(int directory, @In byte[] name, int flags);

    int renameat(int from, @In byte[] oldName, int to, @In byte[] newName);

    int fchownat(int directory, @In byte[] name, int uid, int gid, int flags);

    int fchmod(int fd, int mode);

    int futimens(int fd, @In byte[] times);

    int fchmodat(int directory, @In byte[] name, int mode, int flags);

    int utimensat(int directory, @In byte[] name, @In byte[] times, int flags);

    int statx(int directory, @In byte[] name, int flags, int mask, @Out byte[] buffer);

    @ssize_t
    long readlinkat(int directory, @In byte[] name, @Out byte[] buffer, @size_t long size);

    @ssize_t
    long getdents64(int directory, @Out byte[] buffer, @size_t long size);

    int lsetxattr(@In byte[] path, @In byte[] name, @In byte[] value, @size_t long size, int flags);

    @ssize_t
    long llistxattr(@In byte[] path, @Out byte[] list, @size_t long size);

    @ssize_t
    long lgetxattr(@In byte[] path, @In byte[] name, @Out byte[] value, @size_t long size);

    int lremovexattr(@In byte[] path, @In byte[] name);

    int ftruncate(int fd, long length);

    @ssize_t
    long lseek(int fd, long offset, int whence);

    @ssize_t
    long copy_file_range(
            int from, @In @Out byte[] fromOffset, int to, @In @Out byte[] toOffset, @size_t long length, int flags);

    int syncfs(int fd);
}
