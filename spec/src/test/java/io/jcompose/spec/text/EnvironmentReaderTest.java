package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.jcompose.spec.Environment;
import io.jcompose.spec.EnvironmentGate;
import io.jcompose.spec.Environments;
import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EnvironmentReaderTest {
    @TempDir
    private Path directory;

    private Environments read(String yaml) throws IOException, SpecException {
        Files.writeString(directory.resolve("compose.yaml"), yaml);
        return EnvironmentReader.read(request());
    }

    private LoadRequest request() {
        return Requests.of(directory, List.of(), Map.of("WHO", "me"));
    }

    private List<String> problems(String yaml) {
        SpecException e = catchThrowableOfType(SpecException.class, () -> read(yaml));
        return e.problems().stream()
                .map(problem -> problem.span() + ": " + problem.message()
                        + (problem.hint() == null ? "" : " [" + problem.hint() + "]"))
                .toList();
    }

    @Test
    void environmentsStandInTheOrderOfTheMappingAndHaveProjectsOfTheirOwn() throws Exception {
        Environments found = read("""
                name: shop
                x-environments:
                  stage:
                  prod: {project: shop, order: 99, variables: {TAG: "$WHO-1"}}
                services: {web: {image: "web:${TAG:?}"}}
                """.replace("project: shop,", "project: live,"));
        assertThat(found.project()).isEqualTo("shop");
        assertThat(found.names()).containsExactly("stage", "prod");
        assertThat(found.all()).extracting(Environment::project).containsExactly("shop-stage", "live");
        assertThat(found.all().get(1).variables()).containsEntry("TAG", "me-1");
        assertThat(found.after(found.all().get(0))).containsExactly(found.all().get(1));
    }

    @Test
    void gatesAreOneThingEach() throws Exception {
        Environments found = read("""
                x-environments:
                  prod:
                    gates: [{healthy: 30s}, {command: [curl, x], timeout: 5s}, {command: make test}, {approval: true}]
                services: {web: {image: web}}
                """);
        assertThat(found.all().get(0).gates())
                .containsExactly(
                        new EnvironmentGate.Healthy(Duration.ofSeconds(30)),
                        new EnvironmentGate.Command(List.of("curl", "x"), Duration.ofSeconds(5)),
                        new EnvironmentGate.Command(List.of("/bin/sh", "-c", "make test"), Duration.ofMinutes(5)),
                        new EnvironmentGate.Approval());
    }

    @Test
    void everyMistakeIsToldAtItsPlace() {
        assertThat(problems("""
                x-environments:
                  dev: {projekt: a, project: Bad, gates: [{}, {healthy: 3, approval: true}]}
                  prod: {order: 10, gates: [{command: x, timeout: 0s}]}
                services: {web: {image: web}}
                """))
                .containsExactly(
                        "compose.yaml:2:9: `projekt` is not an attribute of an environment [did you mean `project`?]",
                        "compose.yaml:2:30: `project`: not the name of a project: `Bad` [lower-case letters, digits,"
                                + " `_`, `-`, the first a letter or digit]",
                        "compose.yaml:2:43: a gate that says nothing [one of `healthy: 30s`, `command: [...]`,"
                                + " `approval: true` in each item of the list]",
                        "compose.yaml:2:57: `healthy` must be a string, not a number [quote it: \"3\"]",
                        "compose.yaml:3:17: `dev` and `prod` have the same order, 10",
                        "compose.yaml:3:51: `timeout` must be longer than 0, no command is that fast"
                                + " [leave it out for 300 s]");
    }

    @Test
    void aFileBesideHoldsTheMappingAlone() throws Exception {
        Files.writeString(directory.resolve(EnvironmentReader.FILE), "dev: {order: 5}\n");
        assertThat(read("name: shop\nservices: {web: {image: web}}\n").all())
                .extracting(Environment::project)
                .containsExactly("shop-dev");
        assertThat(problems("x-environments: {dev: }\nservices: {web: {image: web}}\n"))
                .singleElement()
                .asString()
                .startsWith("jcompose.env.yml:1:1: environments are declared here and under `x-environments`");
    }

    @Test
    void theProjectOfAnEnvironmentHasItsOverridesAndVariables() throws Exception {
        Files.writeString(directory.resolve("prod.yml"), "services: {web: {deploy: {replicas: 3}}}\n");
        Files.writeString(directory.resolve("prod.env"), "TAG=from-file\nOTHER=o\n");
        Files.writeString(directory.resolve(".env"), "BASE=b\n");
        Environments found = read("""
                name: shop
                x-environments:
                  prod: {files: [prod.yml], env_file: prod.env, variables: {TAG: "7"}}
                services: {web: {image: "web:${TAG:?}-${OTHER}-${BASE}-${JCOMPOSE_ENV}"}}
                """);
        Environment prod = found.all().get(0);
        Loaded loaded = Loader.load(EnvironmentReader.request(request(), found, prod));
        assertThat(loaded.project().name()).isEqualTo("shop-prod");
        assertThat(loaded.project().services().get("web"))
                .satisfies(web -> assertThat(web.image()).isEqualTo("web:7-o-b-prod"))
                .satisfies(web -> assertThat(web.replicas()).isEqualTo(3));
    }

    @Test
    void aProjectWithoutThemHasNone() throws Exception {
        assertThat(read("services: {web: {image: web}}\n").all()).isEmpty();
    }
}
