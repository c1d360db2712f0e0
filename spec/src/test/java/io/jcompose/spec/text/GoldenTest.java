package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.LoadOptions;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.ProblemRenderer;
import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/**
 * Each directory under {@code golden} is one case: the files of a project, and {@code expected.yaml} (what {@code config}
 * prints, warnings as comments above it) or {@code expected.txt} (the errors as a terminal shows them). Optional {@code
 * request.properties}: {@code files}, {@code profiles}, {@code services}, {@code name}, {@code stdin}, {@code env.NAME}.
 *
 * <p>{@code -Dgolden.write=true} writes what is expected: read the difference before committing it.
 */
class GoldenTest {
    private static final List<String> EXPECTED = List.of("expected.yaml", "expected.txt");

    @TestFactory
    Stream<DynamicTest> every_case_prints_what_is_expected() throws IOException {
        return GoldenCases.all().stream()
                .map(path -> DynamicTest.dynamicTest(GoldenCases.name(path), () -> check(path)));
    }

    @Test
    void every_case_has_files_and_one_expectation() throws IOException {
        for (Path path : GoldenCases.all()) {
            assertThat(EXPECTED.stream().map(path::resolve).filter(Files::exists))
                    .as(GoldenCases.name(path) + " has either expected.yaml or expected.txt")
                    .hasSize(1);
        }
    }

    @Test
    void about_half_of_the_cases_are_errors() throws IOException {
        long errors = GoldenCases.all().stream()
                .filter(path -> Files.exists(path.resolve("expected.txt")))
                .count();
        assertThat(errors * 100 / GoldenCases.all().size()).isBetween(35L, 65L);
    }

    private static void check(Path directory) throws IOException {
        String name;
        String actual;
        Set<String> read;
        try {
            Loaded loaded = Loader.load(GoldenCases.request(directory));
            name = "expected.yaml";
            actual = warnings(loaded) + unsupported(loaded) + Canonical.yaml(loaded.project());
            read = loaded.texts().keySet();
        } catch (SpecException e) {
            name = "expected.txt";
            actual = new ProblemRenderer(e.texts(), false).render(e.problems());
            read = e.texts().keySet();
        }
        assertThat(orphans(directory, read)).as("files that nothing reads").isEmpty();
        String portable = actual.replace(directory.toString(), "/golden");
        Path file = directory.resolve(name);
        if (Boolean.getBoolean("golden.write")) {
            Files.writeString(file, portable);
        }
        assertThat(file).exists();
        assertThat(portable).isEqualTo(Files.readString(file));
    }

    @TestFactory
    Stream<DynamicTest> what_config_prints_is_stable_under_config() throws IOException {
        return GoldenCases.all().stream()
                .filter(path -> Files.exists(path.resolve("expected.yaml")))
                .map(path -> DynamicTest.dynamicTest(GoldenCases.name(path), () -> assertStable(path)));
    }

    @TestFactory
    Stream<DynamicTest> what_config_prints_without_a_step_means_the_same() throws IOException {
        return GoldenCases.all().stream()
                .filter(path -> Files.exists(path.resolve("expected.yaml")))
                .map(path -> DynamicTest.dynamicTest(GoldenCases.name(path), () -> assertSameWithoutStep(path)));
    }

    private static void assertSameWithoutStep(Path directory) throws Exception {
        LoadRequest request = GoldenCases.request(directory);
        Project project = Loader.load(request).project();
        // lost when they are not replaced: an included file's own variables
        boolean own = GoldenCases.name(directory).startsWith("include-");
        for (LoadOptions options : List.of(
                new LoadOptions(own, true, true, true, true),
                new LoadOptions(true, false, true, true, true),
                new LoadOptions(true, true, false, true, true),
                new LoadOptions(true, true, true, true, false))) {
            String printed = Loader.written(request.with(options)).yaml();
            LoadRequest again = new LoadRequest(
                    List.of("-"),
                    Path.of(project.workingDirectory()),
                    null,
                    request.projectName(),
                    request.profiles(),
                    request.envFiles(),
                    request.environment(),
                    request.services(),
                    () -> printed);
            assertThat(Canonical.yaml(Loader.load(again).project()))
                    .as(options + "\n" + printed)
                    .isEqualTo(Canonical.yaml(project));
        }
    }

    private static void assertStable(Path directory) throws Exception {
        Project project = Loader.load(GoldenCases.request(directory)).project();
        assertThat(Canonical.parse(Canonical.json(project, false))).isEqualTo(project);
        String text = Canonical.yaml(project);
        for (String printed : List.of(text, Canonical.userJson(project))) {
            LoadRequest again = new LoadRequest(
                    List.of("-"), directory, null, null, List.of("*"), List.of(), Map.of(), List.of(), () -> printed);
            Project second = Loader.load(again).project();
            assertThat(Canonical.yaml(second)).isEqualTo(text);
            assertThat(second.services()).isEqualTo(project.services());
            assertThat(second.networks()).isEqualTo(project.networks());
            assertThat(second.volumes()).isEqualTo(project.volumes());
        }
    }

    /** Files of a case that were not read, and are not meant to be: {@code unread} in its request. */
    private static List<String> orphans(Path directory, Set<String> read) throws IOException {
        Properties properties = GoldenCases.properties(directory);
        Path from = directory.resolve(properties.getProperty("directory", ".")).normalize();
        List<Path> known = new ArrayList<>(
                read.stream().map(name -> from.resolve(name).normalize()).toList());
        GoldenCases.list(properties, "unread").forEach(name -> known.add(directory.resolve(name)));
        EXPECTED.forEach(name -> known.add(directory.resolve(name)));
        known.add(directory.resolve("request.properties"));
        try (Stream<Path> files = Files.walk(directory)) {
            return files.filter(Files::isRegularFile)
                    .filter(file -> !known.contains(file))
                    .map(Path::toString)
                    .toList();
        }
    }

    private static String warnings(Loaded loaded) {
        return commented("# ", loaded, loaded.warnings());
    }

    /** What {@code up} would refuse. */
    private static String unsupported(Loaded loaded) {
        return commented("#! ", loaded, loaded.unsupported());
    }

    private static String commented(String sign, Loaded loaded, List<Problem> problems) {
        StringBuilder text = new StringBuilder();
        new ProblemRenderer(loaded.texts(), false)
                .render(problems)
                .lines()
                .forEach(line -> text.append(sign).append(line).append('\n'));
        return text.toString();
    }
}
