package io.jcompose.network.linux;

import io.jcompose.network.NetworkException;
import io.jcompose.network.NetworkException.KernelLacks;
import io.jcompose.network.netlink.NetlinkException;
import io.jcompose.runtime.linux.Errno;
import io.jcompose.runtime.linux.SyscallException;
import java.io.IOException;

/** What the kernel said, as a sentence for the user. */
final class Failures {
    private static final int EPROTONOSUPPORT = 93;

    private Failures() {}

    static NetworkException of(String tried, IOException cause) {
        String message = "cannot " + tried + ": " + cause.getMessage();
        int errno = errno(cause);
        if (errno == Errno.EOPNOTSUPP || errno == EPROTONOSUPPORT) {
            return new KernelLacks(
                    message + "; the kernel lacks bridge, veth or nf_tables: run jcompose doctor to see which", cause);
        }
        if (errno == Errno.EPERM || errno == Errno.EACCES) {
            return new NetworkException(message + "; run as root, with CAP_NET_ADMIN", cause);
        }
        return new NetworkException(message, cause);
    }

    private static int errno(IOException cause) {
        if (cause instanceof NetlinkException netlink) {
            return netlink.errno();
        }
        return cause instanceof SyscallException syscall ? syscall.errno() : 0;
    }
}
