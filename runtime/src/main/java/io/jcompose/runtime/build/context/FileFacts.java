package io.jcompose.runtime.build.context;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * What lstat(2) says of a file.
 *
 * @param mode with the type (inode(7))
 * @param modified nanoseconds since 1970, as {@code changed}
 */
public record FileFacts(int mode, int uid, int gid, long size, long device, long inode, long modified, long changed) {
    private static final int FORMAT = 0170000;

    /** Empty when there is nothing. */
    public static Optional<FileFacts> of(Path path) throws IOException {
        try {
            Map<String, Object> found = Files.readAttributes(path, "unix:*", LinkOption.NOFOLLOW_LINKS);
            return Optional.of(new FileFacts(
                    (int) number(found, "mode"),
                    (int) number(found, "uid"),
                    (int) number(found, "gid"),
                    number(found, "size"),
                    number(found, "dev"),
                    number(found, "ino"),
                    number(found, "lastModifiedTime"),
                    number(found, "ctime")));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        }
    }

    private static long number(Map<String, Object> attributes, String name) {
        Object value = Objects.requireNonNull(attributes.get(name), name);
        return value instanceof FileTime time ? time.to(TimeUnit.NANOSECONDS) : ((Number) value).longValue();
    }

    public Entry.Kind kind() {
        return switch (mode & FORMAT) {
            case 0040000 -> Entry.Kind.FOLDER;
            case 0100000 -> Entry.Kind.FILE;
            case 0120000 -> Entry.Kind.LINK;
            default -> Entry.Kind.OTHER;
        };
    }
}
