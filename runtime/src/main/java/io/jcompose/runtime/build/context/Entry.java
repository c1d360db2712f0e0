package io.jcompose.runtime.build.context;

/**
 * One thing in a tree.
 *
 * @param mode permission bits
 * @param size bytes of a file
 * @param link where a symbolic link leads; empty for others
 * @param modified milliseconds since 1970
 */
public record Entry(Kind kind, int mode, int uid, int gid, long size, String link, long modified) {
    /** What it is; sockets, devices and FIFOs are OTHER. */
    public enum Kind {
        FOLDER,
        FILE,
        LINK,
        OTHER
    }

    public boolean isFolder() {
        return kind == Kind.FOLDER;
    }
}
