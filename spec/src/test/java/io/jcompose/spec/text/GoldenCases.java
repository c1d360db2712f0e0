package io.jcompose.spec.text;

import io.jcompose.spec.LoadRequest;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The directories under {@code golden} and what each asks the loader: see {@link GoldenTest}. */
public final class GoldenCases {
    private static final Path ROOT = Path.of("src/test/resources/golden").toAbsolutePath();

    private GoldenCases() {}

    static Properties properties(Path directory) throws IOException {
        Properties properties = new Properties();
        Path file = directory.resolve("request.properties");
        if (Files.exists(file)) {
            try (var reader = Files.newBufferedReader(file)) {
                properties.load(reader);
            }
        }
        return properties;
    }

    public static LoadRequest request(Path directory) throws IOException {
        Properties properties = properties(directory);
        Map<String, String> environment = new TreeMap<>();
        properties.stringPropertyNames().stream()
                .filter(key -> key.startsWith("env."))
                .forEach(key -> environment.put(key.substring(4), properties.getProperty(key)));
        Path from = directory.resolve(properties.getProperty("directory", "."));
        return new LoadRequest(
                list(properties, "files"),
                from.normalize(),
                null,
                properties.getProperty("name"),
                list(properties, "profiles"),
                list(properties, "env-files").stream().map(Path::of).toList(),
                environment,
                list(properties, "services"),
                () -> standardInput(directory, properties));
    }

    private static String standardInput(Path directory, Properties properties) {
        try {
            return Files.readString(directory.resolve(properties.getProperty("stdin")));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> list(Properties properties, String key) {
        return Arrays.stream(properties.getProperty(key, "").split(","))
                .filter(part -> !part.isEmpty())
                .toList();
    }

    public static List<Path> all() throws IOException {
        try (Stream<Path> paths = Files.list(ROOT)) {
            return paths.sorted().toList();
        }
    }

    static String name(Path path) {
        return String.valueOf(path.getFileName());
    }
}
