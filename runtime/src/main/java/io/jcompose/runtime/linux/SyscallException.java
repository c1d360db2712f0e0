package io.jcompose.runtime.linux;

import java.io.IOException;

/** A system call that failed: which call, on what, and errno. Modules translate it; a user never sees it bare. */
public final class SyscallException extends IOException {
    private final int errno;

    public SyscallException(String call, String subject, int errno) {
        super(call + (subject.isEmpty() ? "" : " " + subject) + ": " + Errno.text(errno));
        this.errno = errno;
    }

    /** The error number, one of {@link Errno}. */
    public int errno() {
        return errno;
    }
}
