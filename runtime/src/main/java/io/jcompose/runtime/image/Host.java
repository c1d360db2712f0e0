package io.jcompose.runtime.image;

import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * The machine that images are made from. Tests put a small tree in its place.
 *
 * @param root where the host's {@code /} is
 * @param javaHome home of the Java that {@code jcompose/java} carries, as seen on the host
 */
record Host(Path root, Path javaHome) {
    private static final Path SLASH = Path.of("/");
    private static final List<String> PROGRAM_DIRECTORIES =
            List.of("/usr/bin", "/bin", "/usr/sbin", "/sbin", "/usr/local/bin");

    static Host live() {
        return new Host(SLASH, Path.of(System.getProperty("java.home")));
    }

    /** The file behind an absolute path of the host. */
    Path file(Path path) {
        return root.resolve(SLASH.relativize(path));
    }

    /** A path out of a file that says what it likes; empty when no file can have this name. */
    static Optional<Path> path(String text) {
        try {
            return text.startsWith("/") ? Optional.of(Path.of(text)) : Optional.empty();
        } catch (InvalidPathException e) {
            return Optional.empty();
        }
    }

    boolean exists(Path path) {
        return Files.exists(file(path), LinkOption.NOFOLLOW_LINKS);
    }

    /**
     * Tells one Java from another: its home, what its {@code release} file says, and the size and time of its modules.
     * Empty while it cannot be read, as in the middle of an upgrade.
     */
    Optional<String> javaMark() {
        Path modules = file(javaHome.resolve("lib/modules"));
        try {
            String text = javaHome + "\n" + Files.readString(file(javaHome.resolve("release"))) + Files.size(modules)
                    + "\n" + Files.getLastModifiedTime(modules).toMillis();
            return Optional.of(Digest.of(text.getBytes(StandardCharsets.UTF_8)).toString());
        } catch (IOException e) {
            return Optional.empty();
        }
    }

    /** Where a program is on this host, looking in the usual directories. */
    Optional<Path> program(String name) {
        return PROGRAM_DIRECTORIES.stream()
                .flatMap(directory -> path(directory + "/" + name).stream())
                .filter(this::exists)
                .findFirst();
    }
}
