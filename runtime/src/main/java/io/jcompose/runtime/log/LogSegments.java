package io.jcompose.runtime.log;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The segment files of a log: {@code NNNNNNNN}, counted up. */
public final class LogSegments {
    private static final Pattern NAME = Pattern.compile("[0-9]{8}");

    private LogSegments() {}

    /** The numbers of the segments that are there. */
    public static SortedSet<Long> list(Path directory) throws IOException {
        SortedSet<Long> numbers = new TreeSet<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                String name = entry.getFileName().toString();
                if (NAME.matcher(name).matches()) {
                    numbers.add(Long.parseLong(name));
                }
            }
        }
        return numbers;
    }

    static Path file(Path directory, long number) {
        return directory.resolve("%08d".formatted(number));
    }

    /**
     * The segment that a new keeper goes on with.
     *
     * @param whole whether the last keeper ended in order; else its last frame may be torn, and nothing is put behind it
     */
    public static long next(Path directory, boolean whole) throws IOException {
        SortedSet<Long> numbers = list(directory);
        if (numbers.isEmpty()) {
            return 0;
        }
        return whole ? numbers.last() : numbers.last() + 1;
    }
}
