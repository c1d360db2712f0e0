package io.jcompose.spec.explain;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.SpecException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainerTest {
    @TempDir
    private Path directory;

    @BeforeEach
    void project() throws IOException {
        write("compose.yaml", """
                name: demo
                include: [part/compose.yaml]
                services:
                  base:
                    image: base:1
                    environment: {DB_HOST: base, ONLY: base}
                  web:
                    extends: {service: base}
                    image: nginx:${TAG:-1.27}
                    env_file: [web.env]
                    mem_limit: 512m
                    ports: ["${PORT}:80"]
                    environment:
                      DB_HOST: ${DB_HOST:-db}
                      PASS:
                      GONE:
                    volumes: ["./x:/x"]
                    labels: {com.example.tier: front}
                    command: [a]
                  far:
                    extends: {file: part/base.yaml, service: b}
                  quiet: {image: "q:1", profiles: [off]}
                """);
        write("compose.override.yaml", """
                services:
                  web:
                    environment: [DB_HOST=over]
                    command: [b, c]
                    labels: [x=y]
                    volumes: null
                  part: {environment: !override {A: over}}
                """);
        write("part/compose.yaml", "services: {part: {image: $IMG, environment: {A: part}, volumes: ['./d:/d']}}");
        write("part/base.yaml", "services: {b: {image: 'b:1', user: '${U:-me}'}}");
        write("part/.env", "IMG=part:1\n");
        write(".env", "DB_HOST=fromenv\nPORT=8080\nPASS=open\n");
        write("web.env", "DB_HOST=fromfile\nEXTRA=e\n");
    }

    private void write(String name, String text) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private LoadRequest request(Map<String, String> environment) {
        return new LoadRequest(
                List.of(), directory, null, null, List.of(), List.of(), environment, List.of(), () -> "");
    }

    private String explained(String path) throws SpecException {
        Explanation explanation =
                Explainer.explain(request(Map.of()), path).explanation().orElseThrow();
        return ExplainText.write(explanation).replace(directory.toString(), "/dir");
    }

    @Test
    void each_layer_that_lost_is_told_in_order() throws SpecException {
        assertThat(explained("services.web.environment.DB_HOST")).isEqualTo("""
                        services.web.environment.DB_HOST: over

                        1. web.env:1:9: fromfile
                             in an env_file of the service
                             overridden at compose.override.yaml:3:19

                        2. compose.yaml:6:28: base
                             in service "base", which "web" extends (compose.yaml:8:24)
                             overridden at compose.yaml:14:16

                        3. compose.yaml:14:16: ${DB_HOST:-db}
                             DB_HOST is "fromenv", from .env:1:9
                             with variables replaced: fromenv
                             overridden at compose.override.yaml:3:19

                        4. compose.override.yaml:3:19: DB_HOST=over
                             this is the value
                        """);
    }

    @Test
    void a_default_and_the_service_below_are_told() throws SpecException {
        assertThat(explained("services.web.image")).isEqualTo("""
                        services.web.image: nginx:1.27

                        1. compose.yaml:5:12: base:1
                             in service "base", which "web" extends (compose.yaml:8:24)
                             overridden at compose.yaml:9:12

                        2. compose.yaml:9:12: nginx:${TAG:-1.27}
                             TAG is not set: the default "1.27" counts
                             with variables replaced: nginx:1.27
                             this is the value
                        """);
    }

    @Test
    void a_list_that_is_replaced_and_a_mapping_that_is_merged_are_told_apart() throws SpecException {
        assertThat(explained("services.web.command")).contains("overridden at compose.override.yaml:4:5");
        assertThat(explained("services.web.labels"))
                .contains("compose.yaml:18:5", "compose.override.yaml:5:5", "merged into the value");
    }

    @Test
    void an_item_is_found_by_its_place() throws SpecException {
        assertThat(explained("services.web.ports[0]"))
                .contains("1. compose.yaml:12:13: ${PORT}:80", "PORT is \"8080\", from .env:2:6", "in canonical form");
        assertThat(explained("services.web.volumes[0].source"))
                .startsWith("services.web.volumes[0].source: /dir/x\n")
                .contains("compose.yaml:17:15: ./x:/x", "a relative path means the project's directory");
    }

    @Test
    void an_entry_that_a_later_one_replaced_is_told() throws IOException, SpecException {
        write("compose.yaml", "services: {web: {image: 'a:1', volumes: ['./a:/t', 'v:/u']}}\nvolumes: {v: }\n");
        write("compose.override.yaml", "services: {web: {volumes: ['./b:/t/']}}");
        assertThat(explained("services.web.volumes[0]")).contains("""
                        1. compose.yaml:1:42: ./a:/t
                             replaced by the entry with the same target at compose.override.yaml:1:28

                        2. compose.override.yaml:1:28: ./b:/t/
                             this is the value
                        """);
    }

    @Test
    void env_files_and_names_without_value_are_followed() throws SpecException {
        assertThat(explained("services.web.environment.EXTRA")).contains("web.env:2:7: e", "from an env_file");
        assertThat(explained("services.web.environment.PASS"))
                .contains("takes that of the project's variable, from .env:3:6");
        assertThat(explained("services.web.environment.GONE"))
                .contains("has no value in the end", "no variable of the project has that name");
    }

    @Test
    void included_and_extended_files_are_followed_with_their_own_variables() throws SpecException {
        assertThat(explained("services.part.image"))
                .contains("part/compose.yaml:1:26: $IMG", "in an included file", "from part/.env:1:5");
        assertThat(explained("services.part.volumes[0]"))
                .contains("a relative path means the directory of its own file", "/dir/part/d");
        assertThat(explained("services.far.user"))
                .contains("in service \"b\", which \"far\" extends (compose.yaml:21:46)", "U is not set");
    }

    @Test
    void what_a_tag_takes_out_is_told() throws SpecException {
        assertThat(explained("services.part.environment.A"))
                .contains("does not count: `services.part.environment` is tagged !reset or !override in"
                        + " compose.override.yaml");
    }

    @Test
    void other_spellings_defaults_and_normalised_values_have_a_reason() throws SpecException {
        assertThat(explained("services.web.deploy.resources.limits.memory"))
                .contains("compose.yaml:11:16: 512m", "2. 536870912\n     in canonical form");
        assertThat(explained("networks.default.name")).contains("because the files imply it");
        assertThat(explained("name")).contains("compose.yaml:1:7: demo", "this is the value");
        assertThat(explained("services.quiet.image")).contains("none of the service's profiles is active");
    }

    @Test
    void a_key_may_hold_dots() throws SpecException {
        assertThat(explained("services.web.labels.com.example.tier")).contains("compose.yaml:18:32: front");
    }

    @Test
    void an_unknown_path_is_answered_with_the_nearest() throws SpecException {
        assertThat(Explainer.explain(request(Map.of()), "services.wab.image").hint())
                .contains("did you mean `services.web.image`?");
        assertThat(Explainer.explain(request(Map.of()), "services.web.imge").hint())
                .contains("did you mean `services.web.image`?");
        for (String path : List.of("", ".", "services.", "services..web", "services.web.ports[9]", "a[", "[0]", "]")) {
            assertThat(Explainer.explain(request(Map.of()), path).explanation())
                    .as(path)
                    .isEmpty();
        }
    }

    @Test
    void json_has_the_same_steps() throws SpecException {
        Explanation explanation = Explainer.explain(request(Map.of()), "services.web.environment.ONLY")
                .explanation()
                .orElseThrow();
        assertThat(ExplainJson.write(explanation))
                .isEqualTo("{\"path\":\"services.web.environment.ONLY\",\"value\":\"base\",\"steps\":[{\"file\":"
                        + "\"compose.yaml\",\"line\":6,\"column\":40,\"outcome\":\"value\",\"written\":\"base\","
                        + "\"value\":\"base\",\"notes\":[\"in service \\\"base\\\", which \\\"web\\\" extends"
                        + " (compose.yaml:8:24)\",\"this is the value\"]}]}");
    }

    @Test
    void a_variable_is_explained_with_what_lost_and_who_uses_it() throws SpecException {
        assertThat(ExplainText.write(VariableExplanation.of(request(Map.of("PORT", "1")), "PORT")))
                .isEqualTo("""
                        PORT: 1
                          the environment: 1
                             this is the value
                          .env:2:6: 8080
                             does not count: the environment comes first
                        used by
                          compose.yaml:12:13: services.web.ports[0]
                        """);
        assertThat(ExplainText.write(VariableExplanation.of(request(Map.of()), "IMG")))
                .contains("IMG is not set", "part/.env:1:5: part:1", "counts only in the files");
        assertThat(ExplainText.write(VariableExplanation.of(request(Map.of()), "NOBODY")))
                .isEqualTo("NOBODY is not set\nno value in the files names it\n");
    }

    @Test
    void what_lies_below_an_item_is_told_with_its_place() throws Exception {
        write("compose.override.yaml", """
                services:
                  web:
                    ports: [{target: 90, published: "$PORT"}, "1000-1001:1000-1001"]
                    volumes: [{type: bind, source: ./y, target: /y}]
                    post_start: [{command: a b}]
                  part: {volumes: ["./e:/e"]}
                """);
        assertThat(explained("services.web.ports[0].target")).isEqualTo("""
                        services.web.ports[0].target: 80

                        1. compose.yaml:12:13: ${PORT}:80
                             PORT is "8080", from .env:2:6
                             with variables replaced: 8080:80
                             the short form of the value

                        2. 80
                             in canonical form
                        """);
        assertThat(explained("services.web.ports[1].published")).isEqualTo("""
                        services.web.ports[1].published: 8080

                        1. compose.override.yaml:3:37: $PORT
                             PORT is "8080", from .env:2:6
                             with variables replaced: 8080
                             this is the value
                        """);
        assertThat(explained("services.web.ports[1].protocol")).contains("the default of the specification");
        assertThat(explained("services.web.ports[3].target"))
                .contains("1. compose.override.yaml:3:47: 1000-1001:1000-1001\n");
        assertThat(explained("services.web.volumes[0].source")).isEqualTo("""
                        services.web.volumes[0].source: /dir/x

                        1. compose.yaml:17:15: ./x:/x
                             the short form of the value

                        2. /dir/x
                             a relative path means the project's directory
                        """);
        assertThat(explained("services.web.volumes[0].target")).doesNotContain("relative");
        assertThat(explained("services.part.volumes[0].source"))
                .contains("in an included file")
                .contains("2. /dir/part/d\n     a relative path means the directory of its own file\n");
        assertThat(explained("services.web.post_start[0].command[1]")).contains("1. compose.override.yaml:5:28: a b");
    }

    @Test
    void a_path_below_an_item_that_nothing_has_gets_a_hint() throws SpecException {
        assertThat(hint("services.web.ports[0].targe")).isEqualTo("did you mean `services.web.ports[0].target`?");
        assertThat(hint("services.web.ports[4]")).isEqualTo("`services.web.ports` has 1 item, counted from [0]");
        assertThat(hint("services.web.prts[0].target")).isEqualTo("did you mean `services.web.ports[0].target`?");
        assertThat(hint("services.web.image.x")).isEqualTo("`services.web.image` is a string");
    }

    private String hint(String path) throws SpecException {
        return Explainer.explain(request(Map.of()), path).hint().orElseThrow();
    }

    @Test
    void the_projects_name_is_told_with_everything_that_could_have_given_it() throws Exception {
        write("compose.override.yaml", "name: Other!\n");
        String base = String.valueOf(directory.getFileName());
        assertThat(explained("name").replace(base, "DIR")).isEqualTo("""
                        name: other

                        1. DIR
                             the name of the project's directory /dir
                             does not count: compose.override.yaml:1:7 comes first

                        2. compose.yaml:1:7: demo
                             does not count: compose.override.yaml:1:7 comes first

                        3. compose.override.yaml:1:7: Other!
                             this is the value

                        4. other
                             in lower case, without what a project's name cannot have
                        """);
        write(".env", "COMPOSE_PROJECT_NAME=of-file\nPORT=1\n");
        assertThat(explained("name")).contains("""
                        4. .env:1:22: of-file
                             COMPOSE_PROJECT_NAME
                             this is the value
                        """);
        LoadRequest given = new LoadRequest(
                List.of(),
                directory,
                null,
                "given",
                List.of(),
                List.of(),
                Map.of("COMPOSE_PROJECT_NAME", "e"),
                List.of(),
                () -> "");
        assertThat(ExplainText.write(
                        Explainer.explain(given, "name").explanation().orElseThrow()))
                .contains("""
                        4. e
                             COMPOSE_PROJECT_NAME, from the environment
                             does not count: -p comes first

                        5. given
                             given with -p
                             this is the value
                        """);
    }
}
