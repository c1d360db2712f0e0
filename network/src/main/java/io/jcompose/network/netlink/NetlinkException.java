package io.jcompose.network.netlink;

import io.jcompose.runtime.linux.Errno;
import java.io.IOException;

/** The kernel refused a netlink request: errno, and its own words where it gave some (extended acknowledgement). */
public final class NetlinkException extends IOException {
    private final int errno;

    NetlinkException(int errno, String words) {
        super(words.isEmpty() ? Errno.text(errno) : Errno.text(errno) + " (" + words + ")");
        this.errno = errno;
    }

    /** The error number, one of {@link Errno}. */
    public int errno() {
        return errno;
    }
}
