package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.ProblemRenderer;
import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Hostile input: an answer in bounded time, and never anything but a project or a {@link SpecException}. */
@Timeout(60)
class LimitsTest {
    private static final String WEB = "services:\n  web:\n    image: x\n";

    @TestFactory
    Stream<DynamicTest> bombs_are_refused() {
        String laughs = "a0: &a0 [x,x,x,x,x,x,x,x,x,x]\n"
                + lines(20, i -> "a" + (i + 1) + ": &a" + (i + 1) + " [" + ("*a" + i + ",").repeat(10) + "]");
        return Map.of(
                        "a text over the limit", "x".repeat(5 << 20),
                        "deep flow lists", "x-a: " + "[".repeat(200_000),
                        "deep flow mappings", "x-a: " + "{a: ".repeat(100_000),
                        "deep block mappings", lines(2_000, i -> " ".repeat(i) + "a:"),
                        "billion laughs", laughs + WEB,
                        "merge keys of merge keys", mergeBomb() + WEB,
                        "unknown keys", WEB + lines(40_000, i -> "    k" + i + ": 1"),
                        "port ranges",
                                WEB + "    ports:\n"
                                        + lines(10_000, i -> "    - 127.0." + i % 250 + "." + i / 250 + "::1-65535"),
                        "undefined dependencies", WEB + "    depends_on:\n" + lines(20_000, i -> "    - d" + i),
                        "a dependency cycle",
                                "services:\n"
                                        + lines(
                                                8_000,
                                                i -> "  s" + i + ": {image: x, depends_on: [s" + (i + 1) % 8_000
                                                        + "]}"))
                .entrySet()
                .stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> assertThatThrownBy(() -> Loader.load(Requests.text(entry.getValue())))
                                .isInstanceOf(SpecException.class)));
    }

    @TestFactory
    Stream<DynamicTest> large_projects_load() {
        return Map.of(
                        "services",
                                "services:\n"
                                        + lines(5_000, i -> "  s" + i + ": {image: x, profiles: [p" + i % 2 + "]}"),
                        "networks", WEB + "networks:\n" + lines(10_000, i -> "  n" + i + ":"),
                        "labels", WEB + "    labels:\n" + lines(20_000, i -> "    - l" + i + "=" + i),
                        "hosts of one name",
                                WEB + "    extra_hosts:\n"
                                        + lines(
                                                15_000,
                                                i -> "    - h=10." + i / 250 / 250 % 250 + "." + i / 250 % 250 + "."
                                                        + i % 250),
                        "one long text", WEB + "    command: [\"" + "x".repeat(3_000_000) + "\"]\n",
                        "a chain of dependencies",
                                "services:\n  s0: {image: x}\n"
                                        + lines(
                                                20_000,
                                                i -> "  s" + (i + 1) + ": {image: x, depends_on: [s" + i + "]}"))
                .entrySet()
                .stream()
                .map(entry -> DynamicTest.dynamicTest(entry.getKey(), () -> {
                    Project project =
                            Loader.load(Requests.text(entry.getValue())).project();
                    assertThat(Canonical.parse(Canonical.json(project, false))).isEqualTo(project);
                }));
    }

    @Test
    void lists_are_bounded_one_by_one_and_together() {
        assertThatThrownBy(() -> Loader.load(Requests.text(WEB + "    ports: [" + "1,".repeat(50_001) + "]")))
                .hasMessageContaining("a list has more than 50000 items");
        String lists = lines(5, i -> "x-" + i + ": [" + "1,".repeat(45_000) + "]");
        assertThatThrownBy(() -> Loader.load(Requests.text(lists)))
                .hasMessageContaining("the lists of this file have more than 150000 items");
    }

    @Test
    void too_many_ports_are_told_once() {
        String ranges = WEB + "    ports:\n" + lines(50, i -> "    - 127.0.0." + i + "::1-65535");
        assertThatThrownBy(() -> Loader.load(Requests.text(ranges)))
                .isInstanceOfSatisfying(
                        SpecException.class,
                        e -> assertThat(e.problems())
                                .singleElement()
                                .satisfies(
                                        problem -> assertThat(problem.message()).contains("more than 100000")));
    }

    @Test
    void a_file_of_100_megabytes_is_refused_unread(@TempDir Path directory) throws IOException {
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("compose.yaml").toFile(), "rw")) {
            file.setLength(100 << 20);
        }
        assertThatThrownBy(() -> Loader.load(Requests.in(directory))).hasMessageContaining("larger than 4 MiB");
    }

    @Test
    void a_device_without_end_is_refused(@TempDir Path directory) {
        LoadRequest request = Requests.of(directory, List.of("/dev/zero"), Map.of());
        assertThatThrownBy(() -> Loader.load(request)).hasMessageContaining("larger than 4 MiB");
    }

    @Test
    void bytes_that_are_not_utf_8_are_shown_with_their_place(@TempDir Path directory) throws IOException {
        byte[] text = "services:\n  web: {image: \"x\u00ff\"}\n".getBytes(StandardCharsets.ISO_8859_1);
        Files.write(directory.resolve("compose.yaml"), text);
        assertThatThrownBy(() -> Loader.load(Requests.in(directory)))
                .isInstanceOfSatisfying(
                        SpecException.class,
                        e -> assertThat(e.problems().get(0).span()).hasToString("compose.yaml:2:18"));
    }

    @Test
    void variables_that_double_each_other_are_refused(@TempDir Path directory) throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), WEB);
        Files.writeString(
                directory.resolve(".env"), "V0=xxxxxxxx\n" + lines(60, i -> "V" + (i + 1) + "=$V" + i + "$V" + i));
        assertThatThrownBy(() -> Loader.load(Requests.in(directory))).hasMessageContaining("expand to more than");
    }

    @Test
    void damaged_files_give_a_project_or_problems() throws IOException {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        List<String> texts = texts();
        for (int i = 0; i < 600; i++) {
            String text = damaged(texts.get(random.nextInt(texts.size())), random);
            try {
                Project project = Loader.load(Requests.text(text)).project();
                assertThat(Canonical.parse(Canonical.json(project, false))).isEqualTo(project);
            } catch (SpecException e) {
                assertThat(new ProblemRenderer(e.texts(), true).render(e.problems()))
                        .isNotEmpty();
            } catch (RuntimeException | StackOverflowError e) {
                fail("seed " + seed + ", case " + i + ":\n" + text, e);
            }
        }
    }

    private static List<String> texts() throws IOException {
        try (Stream<Path> paths = Files.walk(Path.of("src/test/resources/golden"))) {
            List<String> texts = new java.util.ArrayList<>();
            for (Path path :
                    paths.filter(p -> p.toString().endsWith("compose.yaml")).toList()) {
                texts.add(Files.readString(path));
            }
            return texts;
        }
    }

    private static String damaged(String text, Random random) {
        StringBuilder damaged = new StringBuilder(text);
        String pieces = "\n\t :-[]{}&*!|>'\"#$%@`,?~\0\u2028\ud83d0aA";
        for (int i = 1 + random.nextInt(4); i > 0 && damaged.length() > 2; i--) {
            int at = random.nextInt(damaged.length() - 1);
            int end = Math.min(damaged.length(), at + random.nextInt(12));
            switch (random.nextInt(4)) {
                case 0 -> damaged.insert(at, pieces.charAt(random.nextInt(pieces.length())));
                case 1 -> damaged.delete(at, end);
                case 2 -> damaged.insert(random.nextInt(damaged.length()), damaged.substring(at, end));
                default -> damaged.setCharAt(at, pieces.charAt(random.nextInt(pieces.length())));
            }
        }
        return damaged.toString();
    }

    private static String mergeBomb() {
        return "x0: &m0 {"
                + IntStream.range(0, 1000).mapToObj(i -> "k" + i + ": 1").collect(Collectors.joining(", ")) + "}\n"
                + lines(1000, i -> "x" + (i + 1) + ": &m" + (i + 1) + " {<<: *m" + i + ", own" + i + ": 1}");
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }
}
