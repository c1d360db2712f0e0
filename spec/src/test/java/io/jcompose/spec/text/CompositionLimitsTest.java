package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Includes, extends, resets and documents that grow without end: refused in bounded time, with a reason. */
@Timeout(30)
class CompositionLimitsTest {
    private static final String WEB = "services:\n  web: {image: x}\n";

    @TempDir
    private Path directory;

    @TestFactory
    Stream<DynamicTest> bombs_are_refused() {
        return Map.of(
                        "extend each other over more than",
                                "services:\n"
                                        + lines(10_000, i -> "  s" + i + ": {image: x, extends: s" + (i + 1) + "}"),
                        "circular reference",
                                "services:\n" + lines(10_000, i -> "  s" + i + ": {extends: s" + (i + 1) % 50 + "}"),
                        "bring more than",
                                "services:\n  base:\n    image: x\n    environment:\n"
                                        + lines(2_000, i -> "      V" + i + ": x")
                                        + lines(2_000, i -> "  s" + i + ": {extends: base}"),
                        "YAML documents",
                                WEB + lines(5_000, i -> "---\nservices: {web: {environment: {V" + i + ": x}}}"),
                        "aliases expand to more than",
                                "x-0: &a0 {k: !reset null}\n"
                                        + lines(
                                                40,
                                                i -> "x-" + (i + 1) + ": &a" + (i + 1) + " {l: *a" + i + ", r: *a" + i
                                                        + "}")
                                        + WEB)
                .entrySet()
                .stream()
                .map(entry -> DynamicTest.dynamicTest(
                        entry.getKey(),
                        () -> assertThatThrownBy(() -> Loader.load(Requests.text(entry.getValue())))
                                .isInstanceOf(SpecException.class)
                                .hasMessageContaining(entry.getKey())));
    }

    @Test
    void includes_that_double_at_each_level_are_refused() throws IOException {
        for (int i = 0; i < 30; i++) {
            String next = (i + 1) + ".yaml";
            write(i + ".yaml", "include: [" + next + ", ./" + next + "]\nservices: {s" + i + ": {image: x}}\n");
        }
        write("30.yaml", WEB);
        refused("0.yaml", "includes more than");
    }

    @Test
    void a_chain_of_includes_is_refused_at_some_depth() throws IOException {
        for (int i = 0; i < 100; i++) {
            write(i + ".yaml", "include: [" + (i + 1) + ".yaml]\n");
        }
        write("100.yaml", WEB);
        refused("0.yaml", "nested deeper than");
    }

    @Test
    void a_large_file_that_is_included_often_is_refused() throws IOException {
        write("large.yaml", WEB + "volumes:\n" + lines(20_000, i -> "  v" + i + ":"));
        write("compose.yaml", "include:\n" + lines(900, i -> "  - large.yaml") + WEB);
        refused("compose.yaml", "bring more than");
    }

    @Test
    void many_large_files_are_refused() throws IOException {
        String filler = "x-text: " + "x".repeat(4_000_000) + "\n";
        for (int i = 0; i < 3; i++) {
            write(i + ".yaml", filler);
        }
        write("compose.yaml", "include:\n" + lines(3, i -> "  - " + i + ".yaml") + WEB);
        refused("compose.yaml", "the files of this project are larger than");
    }

    @Test
    void a_link_that_leads_back_into_its_directory_ends() throws IOException {
        Files.createSymbolicLink(directory.resolve("sub"), directory);
        write("compose.yaml", "include: [sub/compose.yaml]\n" + WEB);
        refused("compose.yaml", "nested deeper than");
    }

    @Test
    void a_file_that_never_ends_is_not_waited_for() throws IOException {
        write(
                "compose.yaml",
                "include: [/dev/zero]\nservices: {web: {image: x, extends: {file: /dev/full, service: x}}}\n");
        refused("compose.yaml", "/dev/zero: it is not a regular file; cannot read /dev/full: it is not a regular file");
        write("other.yaml", "services: {web: {image: x, env_file: [/dev/null, /dev/zero]}}\n");
        refused("other.yaml", "/dev/zero: it is not a regular file");
    }

    @Test
    void many_small_parts_are_put_together() throws Exception {
        for (int i = 0; i < 300; i++) {
            write("parts/" + i + ".yaml", "services: {s" + i + ": {extends: {file: ../base.yaml, service: base}}}\n");
        }
        write("base.yaml", "services: {base: {image: x, environment: {A: a}, volumes: [./data:/data]}}\n");
        write("compose.yaml", "include:\n" + lines(300, i -> "  - parts/" + i + ".yaml"));
        Project project =
                Loader.load(Requests.of(directory, List.of(), Map.of())).project();
        assertThat(project.services()).hasSize(300);
    }

    @Test
    void thousands_of_services_extend_one() throws Exception {
        String yaml = "services:\n  base: {image: x, environment: {A: a, B: b}, labels: {a: b}}\n"
                + lines(10_000, i -> "  s" + i + ": {extends: base, environment: {B: own}}");
        assertThat(Loader.load(Requests.text(yaml)).project().services()).hasSize(10_001);
    }

    @Test
    void thousands_of_documents_are_laid_over_each_other() throws Exception {
        String yaml = WEB + lines(1_000, i -> "---\nservices: {web: {environment: {V" + i + ": !override x}}}");
        assertThat(Loader.load(Requests.text(yaml)).project().services().get("web"))
                .satisfies(web -> assertThat(web.environment()).hasSize(1_000));
    }

    private void refused(String file, String reason) {
        assertThatThrownBy(() -> Loader.load(Requests.of(directory, List.of(file), Map.of())))
                .isInstanceOf(SpecException.class)
                .hasMessageContaining(reason);
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.resolveSibling("."));
        Files.writeString(file, text);
    }

    private static String lines(int count, IntFunction<String> line) {
        return IntStream.range(0, count).mapToObj(line).collect(Collectors.joining("\n", "", "\n"));
    }
}
