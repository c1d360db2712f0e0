package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.ProblemRenderer;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Files that are none, named by other files. */
@Timeout(30)
class HostileFilesTest {
    private static final List<String> TARGETS = List.of(
            "/dev/zero",
            "/dev/stdin",
            "/dev/fd/0",
            "pipe",
            "directory",
            "loop",
            "self/../pipe",
            "missing",
            "nul\\0byte",
            "long".repeat(100),
            "long/".repeat(1500),
            "",
            "/",
            "~nobody",
            "/proc/self/mem",
            "/proc/kmsg");

    @TempDir
    Path directory;

    @TestFactory
    Stream<DynamicTest> what_is_no_file_is_refused_wherever_it_is_named() throws Exception {
        prepare();
        return Map.of(
                        "include", "include: [\"%s\"]\nservices: {}\n",
                        "include env file", "include: [{path: ok.yaml, env_file: \"%s\"}]\nservices: {}\n",
                        "extends", "services: {a: {image: x, extends: {file: \"%s\", service: b}}}\n",
                        "env file", "services: {a: {image: x, env_file: \"%s\"}}\n",
                        "label file", "services: {a: {image: x, label_file: \"%s\"}}\n")
                .entrySet()
                .stream()
                .flatMap(form -> TARGETS.stream()
                        .map(target -> DynamicTest.dynamicTest(
                                form.getKey() + " " + target.substring(0, Math.min(20, target.length())),
                                () -> refused(form.getValue().replace("%s", target)))));
    }

    @Test
    void a_pipe_without_a_writer_does_not_hang_when_the_user_names_it() throws Exception {
        prepare();
        refused(Requests.of(directory, List.of("pipe"), Map.of()));
        refused(Requests.of(directory, List.of("loop"), Map.of()));
        refused(Requests.of(directory, List.of("directory"), Map.of()));
        refused(Requests.of(directory, List.of("ok.yaml"), Map.of("COMPOSE_ENV_FILES", "pipe")));
    }

    @Test
    void names_that_are_paths_lead_nowhere() {
        for (String name : List.of("..", "../x", "a/b", "/etc", ".", "-x", "a\\u0000b", "a b")) {
            for (String text : List.of(
                    "name: \"%s\"\nservices: {a: {image: x, container_name: \"%s\"}}\n",
                    "services: {a: {image: x, networks: [n]}}\nnetworks: {n: {name: \"%s\"}}\n",
                    "services: {a: {image: x, volumes: [\"v:/v\"]}}\nvolumes: {v: {name: \"%s\"}}\n")) {
                LoadRequest request = Requests.text(text.replace("%s", name));
                try {
                    String json = Canonical.json(Loader.load(request).project(), false);
                    assertThat(json).as(text + name).doesNotContain("\"..", "/b\"", "\"/etc");
                } catch (SpecException e) {
                    assertThat(e.problems()).isNotEmpty();
                }
            }
        }
    }

    private void prepare() throws IOException, InterruptedException {
        Files.createDirectory(directory.resolve("directory"));
        Files.createSymbolicLink(directory.resolve("loop"), directory.resolve("loop"));
        Files.createSymbolicLink(directory.resolve("self"), directory.resolve("directory"));
        Files.writeString(directory.resolve("ok.yaml"), "services: {}\n");
        Process mkfifo = new ProcessBuilder("mkfifo", directory.resolve("pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();
    }

    private void refused(String yaml) throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), yaml);
        refused(Requests.in(directory));
    }

    private static void refused(LoadRequest request) {
        try {
            Loader.load(request);
            throw new AssertionError("loads");
        } catch (SpecException e) {
            assertThat(new ProblemRenderer(e.texts(), false).render(e.problems()))
                    .isNotBlank()
                    .doesNotContain("Exception");
        }
    }
}
