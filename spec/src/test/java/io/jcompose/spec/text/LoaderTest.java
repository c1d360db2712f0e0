package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Project;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.Value;
import io.jcompose.spec.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {
    @TempDir
    Path directory = Path.of("");

    @Test
    void a_variable_in_a_list_may_make_a_key() throws Exception {
        String yaml = "services: {web: {image: x, labels: [\"$HOME=in a list\"], environment: {$HOME: in a mapping}}}";
        assertThat(Loader.load(Requests.text(yaml)).project().services().values())
                .singleElement()
                .satisfies(web -> {
                    assertThat(web.labels()).containsEntry("/home/me", "in a list");
                    assertThat(web.environment()).containsEntry("$HOME", "in a mapping");
                });
    }

    @Test
    void says_what_it_looked_for_when_there_is_no_file() {
        assertThatThrownBy(() -> Loader.load(Requests.in(directory)))
                .hasMessageContaining("compose.yaml, compose.yml, docker-compose.yml, docker-compose.yaml, stack.yml")
                .isInstanceOfSatisfying(
                        SpecException.class,
                        e -> assertThat(e.problems().get(0).hint()).contains("-f"));
    }

    @Test
    void places_point_to_the_file_that_won() throws Exception {
        write(
                "compose.yaml",
                "services:\n  web:\n    image: a\n    ports:\n      - 8000-8002:80-82\n      - 90\n    env_file: e\n");
        write("compose.override.yaml", "services:\n  web:\n    image: b\n");
        write("e", "A=1\nB=2\n");
        Loaded loaded = Loader.load(Requests.in(directory));
        assertThat(loaded.sources().at("services.web.image")).contains(new Span("compose.override.yaml", 3, 12));
        assertThat(loaded.sources().at("services.web.ports[2]")).contains(new Span("compose.yaml", 5, 9));
        assertThat(loaded.sources().at("services.web.ports[3]")).contains(new Span("compose.yaml", 6, 9));
        assertThat(loaded.sources().at("services.web.environment.B")).contains(new Span("e", 2, 3));
        assertThat(loaded.texts()).containsKeys("compose.yaml", "compose.override.yaml", "e");
    }

    @Test
    void later_files_win_and_paths_mean_the_first_ones_directory() throws Exception {
        write("one/a.yaml", "services: {web: {image: a, volumes: ['./x:/x']}}\n");
        write("two/b.yaml", "services: {web: {volumes: ['./y:/y']}}\n");
        Project project = Loader.load(Requests.of(directory, List.of("one/a.yaml", "two/b.yaml"), Map.of()))
                .project();
        assertThat(project.workingDirectory())
                .isEqualTo(directory.resolve("one").toString());
        assertThat(project.name()).isEqualTo("one");
        assertThat(project.files())
                .containsExactly(
                        directory.resolve("one/a.yaml").toString(),
                        directory.resolve("two/b.yaml").toString());
        assertThat(web(project).mounts())
                .extracting(mount -> ((Mount.Bind) mount).source())
                .containsExactly(
                        directory.resolve("one/x").toString(),
                        directory.resolve("one/y").toString());
    }

    @Test
    void variables_come_from_the_process_then_env_files_then_the_projects_env() throws Exception {
        write("compose.yaml", "services: {web: {image: x, labels: {v: \"$A $B $C\"}}}\n");
        write(".env", "A=env\nB=env\nC=env\n");
        write("sub/.env", "A=sub\nB=sub\n");
        LoadRequest inSub = Requests.of(directory.resolve("sub"), List.of("../compose.yaml"), Map.of("A", "process"));
        assertThat(label(inSub)).isEqualTo("process sub env");
        write("x.env", "B=x\nC=$B!\n");
        LoadRequest explicit = new LoadRequest(
                List.of(),
                directory,
                null,
                null,
                List.of(),
                List.of(Path.of("x.env")),
                Map.of("A", "p"),
                List.of(),
                () -> "");
        assertThat(label(explicit)).isEqualTo("p x x!");
        LoadRequest variable = Requests.of(directory, List.of(), Map.of("COMPOSE_ENV_FILES", "x.env", "A", "p"));
        assertThat(label(variable)).isEqualTo("p x x!");
        LoadRequest off = Requests.of(directory, List.of(), Map.of("COMPOSE_DISABLE_ENV_FILE", "1"));
        assertThat(label(off)).isEqualTo("  ");
    }

    @Test
    void an_env_file_of_many_services_is_read_once() throws Exception {
        StringBuilder services = new StringBuilder("services:\n");
        for (int i = 0; i < 200; i++) {
            services.append("  s")
                    .append(i)
                    .append(": {image: x, env_file: [e, ./e], environment: {OWN: \"")
                    .append(i);
            services.append("\"}}\n");
        }
        write("compose.yaml", services.toString());
        write("e", "# " + "x".repeat(25_000) + "\nA=of $OWN\n");
        Project project = Loader.load(Requests.in(directory)).project();
        assertThat(project.services()).hasSize(200);
        assertThat(Objects.requireNonNull(project.services().get("s7")).environment())
                .isEqualTo(Map.of("OWN", "7", "A", "of 7"));
    }

    @Test
    void disabled_services_are_named() throws Exception {
        Loaded loaded = Loader.load(Requests.text("services: {a: {image: x}, b: {image: y, profiles: [p]}}"));
        assertThat(loaded.project().services()).containsOnlyKeys("a");
        assertThat(loaded.disabled()).containsExactly("b");
    }

    @Test
    void a_name_alone_removes_what_the_env_file_said() throws Exception {
        write("compose.yaml", "services: {web: {image: x, env_file: e, environment: [A]}}\n");
        write("e", "A=1\nB=2\n");
        assertThat(web(Loader.load(Requests.in(directory)).project()).environment())
                .isEqualTo(Map.of("B", "2"));
    }

    @Test
    void the_directorys_name_becomes_a_legal_project_name() throws Exception {
        write("_My Shop 2/compose.yaml", "services: {}\n");
        assertThat(Loader.load(Requests.in(directory.resolve("_My Shop 2")))
                        .project()
                        .name())
                .isEqualTo("myshop2");
    }

    @Test
    void a_watch_follows_the_first_link_of_its_path() throws Exception {
        write("compose.yaml", """
                services: {web: {image: x, develop: {watch: [
                  {path: link/below/more, action: rebuild}, {path: link, action: rebuild},
                  {path: plain, action: rebuild}, {path: link/new, action: rebuild}]}}}
                """);
        write("real/below/file", "");
        Path real = directory.toRealPath().resolve("real");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("real"));
        Files.createSymbolicLink(real.resolve("below/more"), Path.of("file"));
        assertThat(web(Loader.load(Requests.in(directory.toRealPath())).project())
                        .further()
                        .items("develop", "watch"))
                .extracting(watch -> ((Value.Fields) watch).text("path"))
                .containsExactly(
                        real.resolve("below/more").toString(),
                        real.toString(),
                        directory.toRealPath().resolve("plain").toString(),
                        real.resolve("new").toString());
    }

    @Test
    void a_watch_of_a_link_that_leads_nowhere_is_refused_at_its_place() throws Exception {
        write("compose.yaml", "services: {web: {image: x, develop: {watch: [{path: link/x, action: rebuild}]}}}");
        Files.createSymbolicLink(directory.resolve("link"), Path.of("gone"));
        assertThatThrownBy(() -> Loader.load(Requests.in(directory)))
                .isInstanceOfSatisfying(
                        SpecException.class,
                        e -> assertThat(e.problems()).singleElement().satisfies(problem -> {
                            assertThat(problem.message()).contains("/link leads nowhere");
                            assertThat(problem.span()).isEqualTo(new Span("compose.yaml", 1, 53));
                        }));
    }

    private static String label(LoadRequest request) throws SpecException {
        return String.valueOf(web(Loader.load(request).project()).labels().get("v"));
    }

    private static Service web(Project project) {
        return Objects.requireNonNull(project.services().get("web"));
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
