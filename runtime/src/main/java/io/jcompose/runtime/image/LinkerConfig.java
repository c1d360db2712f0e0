package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/** The directories in a host's {@code /etc/ld.so.conf} with all that it includes (ldconfig(8)). */
final class LinkerConfig {
    private static final Path MAIN = Path.of("/etc/ld.so.conf");
    private static final int DEEPEST_INCLUDE = 8;
    private static final int LARGEST_FILE = 1 << 20;

    private final Host host;
    private final Set<Path> directories = new LinkedHashSet<>();

    private LinkerConfig(Host host) {
        this.host = host;
    }

    static List<Path> directories(Host host) throws IOException {
        LinkerConfig config = new LinkerConfig(host);
        config.read(MAIN, 0);
        return List.copyOf(config.directories);
    }

    private void read(Path config, int depth) throws IOException {
        Path file = host.file(config);
        if (depth > DEEPEST_INCLUDE || !Files.isRegularFile(file) || Files.size(file) > LARGEST_FILE) {
            return;
        }
        for (String line : Files.readString(file, StandardCharsets.ISO_8859_1).split("\n")) {
            readLine(line.replaceFirst("#.*", "").strip(), config, depth);
        }
    }

    private void readLine(String line, Path config, int depth) throws IOException {
        String[] words = line.split("[\\s,:]+");
        if (words[0].equals("include")) {
            for (int i = 1; i < words.length; i++) {
                for (Path included : matches(words[i], config)) {
                    read(included, depth + 1);
                }
            }
        } else if (!words[0].equals("hwcap")) {
            for (String word : words) {
                Host.path(word.replaceFirst("=.*", "")).map(Path::normalize).ifPresent(directories::add);
            }
        }
    }

    /** Files that a shell pattern in the last part of the path matches, sorted; none when it is no pattern. */
    private List<Path> matches(String pattern, Path config) throws IOException {
        try {
            return matches(config.resolveSibling(pattern).normalize());
        } catch (InvalidPathException | PatternSyntaxException e) {
            return List.of();
        }
    }

    private List<Path> matches(Path pattern) throws IOException {
        Path directory = pattern.getParent();
        Path name = pattern.getFileName();
        if (directory == null || name == null || !Files.isDirectory(host.file(directory))) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + name);
        List<Path> found = new ArrayList<>();
        try (Stream<Path> files = Files.list(host.file(directory))) {
            files.map(Path::getFileName)
                    .filter(matcher::matches)
                    .sorted()
                    .forEach(file -> found.add(directory.resolve(file)));
        }
        return found;
    }
}
