package io.jcompose.runtime;

/**
 * A file that a container gets at each start, in memory of its own: the content of a secret or a config. It is read-only
 * there, and no path of the host leads to it.
 *
 * @param target absolute path inside; directories that are missing are made
 * @param uid owner, as the container numbers its users
 * @param gid group
 * @param mode permissions, 12 bits
 * @param content at most {@link #LARGEST} bytes, and {@link #LARGEST_TOGETHER} for all files of a container
 */
@SuppressWarnings("ArrayRecordComponent") // only handed on
public record GrantedFile(String target, int uid, int gid, int mode, byte[] content) {
    /** Docker's bound for a secret. */
    public static final int LARGEST = 500 << 10;

    public static final int LARGEST_TOGETHER = 8 << 20;

    /** Never the content. */
    @Override
    public String toString() {
        return "%s (%d bytes, owner %d:%d, mode %04o)".formatted(target, content.length, uid, gid, mode);
    }
}
