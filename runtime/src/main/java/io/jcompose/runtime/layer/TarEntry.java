package io.jcompose.runtime.layer;

import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One entry of a tar stream. Texts have a char for each byte (ISO 8859-1), since names of files are bytes.
 *
 * @param name as it was written, with all its slashes and dots
 * @param target of a link; empty for others
 * @param size bytes of content that follow; 0 for all but files
 * @param device zeros for what is none
 */
public record TarEntry(Kind kind, String name, String target, long size, Status status, Device device) {
    /** What an entry is; the char is its type flag (POSIX.1-1988, ustar). */
    public enum Kind {
        FILE('0'),
        HARD_LINK('1'),
        LINK('2'),
        CHARACTER('3'),
        BLOCK('4'),
        DIRECTORY('5'),
        FIFO('6');

        private final char flag;

        Kind(char flag) {
            this.flag = flag;
        }

        char flag() {
            return flag;
        }
    }

    /**
     * What an inode has besides its content.
     *
     * @param mode 12 bits
     * @param uid as unsigned number
     * @param seconds of the last change since 1970
     * @param attributes extended ones by name; their values are bytes
     */
    public record Status(int mode, int uid, int gid, long seconds, int nanos, SortedMap<String, byte[]> attributes) {
        public Status {
            attributes = Collections.unmodifiableSortedMap(new TreeMap<>(attributes));
        }

        public Status(int mode, int uid, int gid, long seconds, int nanos) {
            this(mode, uid, gid, seconds, nanos, Collections.emptySortedMap());
        }

        Status with(Map<String, byte[]> values) {
            return new Status(mode, uid, gid, seconds, nanos, new TreeMap<>(values));
        }
    }

    /** Numbers of a device node. */
    public record Device(int major, int minor) {
        static final Device NONE = new Device(0, 0);
    }
}
