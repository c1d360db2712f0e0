package io.jcompose.runtime.linux;

import jnr.ffi.Pointer;
import jnr.ffi.annotations.In;
import jnr.ffi.annotations.Out;
import jnr.ffi.byref.IntByReference;
import jnr.ffi.types.size_t;
import jnr.ffi.types.ssize_t;

/**
 * The functions of glibc behind {@link JnrKernel}.
 *
 * <p>jnr-ffi corrupts the sixth argument of a call whose six arguments are all primitive (seen on x86-64 with EFAULT):
 * the raw {@code syscall} here takes seven.
 */
@SuppressWarnings("checkstyle:MethodName")
public interface LibC {
    int open(CharSequence path, int flags, int mode);

    int close(int fd);

    @ssize_t
    long read(int fd, @Out byte[] buffer, @size_t long count);

    @ssize_t
    long write(int fd, @In byte[] buffer, @size_t long count);

    int fcntl(int fd, int command, long argument);

    int fcntl(int fd, int command, Pointer argument);

    int memfd_create(CharSequence name, int flags);

    int chown(CharSequence path, int uid, int gid);

    int pipe2(@Out int[] fds, int flags);

    int socketpair(int domain, int type, int protocol, @Out int[] fds);

    int socket(int domain, int type, int protocol);

    int bind(int fd, @In byte[] address, int length);

    int setsockopt(int fd, int level, int option, @In byte[] value, int length);

    @ssize_t
    long sendto(int fd, @In byte[] message, @size_t long length, int flags, @In byte[] address, int addressLength);

    @ssize_t
    long recv(int fd, @Out byte[] buffer, @size_t long length, int flags);

    int epoll_create1(int flags);

    int epoll_ctl(int epoll, int operation, int fd, @In byte[] event);

    int epoll_wait(int epoll, @Out byte[] events, int count, int timeoutMillis);

    int eventfd(int initial, int flags);

    int inotify_init1(int flags);

    int inotify_add_watch(int fd, CharSequence path, int mask);

    int kill(int pid, int signal);

    int mount(CharSequence source, CharSequence target, CharSequence type, long flags, CharSequence data);

    int umount2(CharSequence target, int flags);

    int setns(int fd, int type);

    int unshare(int flags);

    int ioctl(int fd, long request, @In byte[] argument);

    int clock_gettime(int clock, @Out byte[] timespec);

    int waitid(int idType, int id, Pointer info, int options, Pointer usage);

    @ssize_t
    long recvmsg(int fd, Pointer message, int flags);

    int posix_spawn(
            IntByReference pid, CharSequence path, Pointer actions, Pointer attributes, Pointer argv, Pointer envp);

    int posix_spawn_file_actions_init(Pointer actions);

    int posix_spawn_file_actions_destroy(Pointer actions);

    int posix_spawn_file_actions_adddup2(Pointer actions, int fd, int target);

    int posix_spawn_file_actions_addclose(Pointer actions, int fd);

    int posix_spawn_file_actions_addclosefrom_np(Pointer actions, int from);

    int posix_spawnattr_init(Pointer attributes);

    int posix_spawnattr_destroy(Pointer attributes);

    int posix_spawnattr_setflags(Pointer attributes, short flags);

    int posix_spawnattr_setsigmask(Pointer attributes, Pointer mask);

    int posix_spawnattr_setsigdefault(Pointer attributes, Pointer mask);

    int sigemptyset(Pointer set);

    int sigfillset(Pointer set);

    long syscall(long number, long a, Pointer b, long c, long d, long e, long f);
}
