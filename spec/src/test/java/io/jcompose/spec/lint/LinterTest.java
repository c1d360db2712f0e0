package io.jcompose.spec.lint;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.source.Span;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinterTest {
    /** A service that no rule has anything to say about. */
    private static final String QUIET = "restart: always, mem_limit: 1g, image: 'a:1'";

    @TempDir
    private Path directory;

    private LintReport lint(String yaml) throws IOException {
        Files.writeString(directory.resolve("compose.yaml"), yaml);
        return Linter.lint(
                new LoadRequest(List.of(), directory, null, null, List.of(), List.of(), Map.of(), List.of(), () -> ""));
    }

    /** {@code rule@line:column} of each finding. */
    private static List<String> places(LintReport report) {
        return report.findings().stream()
                .map(finding -> {
                    Span span = finding.problem().span();
                    return finding.about().id() + (span == null ? "" : "@" + span.line() + ":" + span.column());
                })
                .toList();
    }

    @Test
    void a_variable_that_is_set_twice_in_an_env_file_is_told_with_both_lines() throws IOException {
        Files.writeString(directory.resolve(".env"), "TAG=1\n# x\nexport TAG=2\nMORE=$TAG\nMORE=$MORE!\n");
        Files.writeString(directory.resolve("web.env"), "A='1\nA=2'\n\nB: x\n B=y\nC\nC\n");
        Files.writeString(directory.resolve("web.labels"), "l=1\nl=2\n");
        LintReport report = lint("services: {web: {restart: always, mem_limit: 1g, image: 'a:$TAG$MORE', env_file:"
                + " web.env, label_file: web.labels}}");
        assertThat(report.findings().stream()
                        .filter(finding -> finding.about().id().equals("duplicate-variable"))
                        .map(finding -> finding.problem().span() + " "
                                + finding.problem().message()))
                .containsExactly(
                        ".env:3:1 TAG is already set at .env:1:1",
                        "web.env:5:2 B is already set at web.env:4:1",
                        "web.env:7:1 C is already set at web.env:6:1",
                        "web.labels:2:1 l is already set at web.labels:1:1");
        assertThat(LintText.write(report, false)).doesNotContain("TAG=2");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "unset-variable         | user: $NOBODY_SET_THIS",
                "literal-secret         | environment: {DB_PASSWORD: hunter2}",
                "literal-secret         | environment: [API_KEY=abc]",
                "literal-secret         | environment: {SECRET_KEY_BASE: abc}",
                "open-port              | ports: ['80:80']",
                "open-port              | ports: ['0.0.0.0:80:80']",
                "open-port              | ports: [{target: 80, published: '80'}]",
                "base-60                | environment: {AT: 12:30}",
                "plain-boolean          | environment: {DEBUG: yes}",
                "plain-boolean          | labels: {debug: Off}",
                "engine-socket          | volumes: ['/run/podman/podman.sock:/s:ro']",
                "missing-source         | volumes: ['./nothing-here:/s']",
                "privileged             | privileged: true",
                "fixed-container-name   | container_name: one",
                "limit-twice            | deploy: {resources: {limits: {memory: 1g}}}",
                "duplicate-variable     | environment: [A=1, A=2]",
                "obsolete-links         | links: [web]"
            })
    void a_rule_sees_its_habit_in_one_attribute(String rule, String attribute) throws IOException {
        LintReport report =
                lint("services:\n  web: {" + QUIET + "}\n  app:\n    {" + QUIET + ",\n    " + attribute + "}\n");
        assertThat(report.findings().stream()
                        .map(finding -> finding.about().id())
                        .filter(id -> !id.equals("not-acted-on")))
                .containsExactly(rule);
        assertThat(report.findings()).noneMatch(finding -> finding.problem().span() == null);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "user: '${NOBODY_SET_THIS:-me}'",
                "environment: {DB_PASSWORD: '$HOME', MYSQL_ALLOW_EMPTY_PASSWORD: 'yes', DB_PASSWORD_FILE: /x, KEYS: a}",
                "environment: [SSH_PUBLIC_KEY=abc, PASSWORD_HINT=a, TOKEN=]",
                "environment: {A: 'yes', B: '12:30', C: 12:99, D: true}",
                "environment: [A=yes, B=12:30]",
                "ports: ['127.0.0.1:80:80', '[::1]:81:81']",
                "restart: 'no'",
                "volumes: ['/:/s:ro', '/s2']"
            })
    void the_better_habit_is_let_alone(String attribute) throws IOException {
        String own = attribute.startsWith("restart") ? QUIET.replace("restart: always, ", "") : QUIET;
        assertThat(places(lint(
                        "services:\n  web:\n    {" + own + ",\n    " + attribute.replace("$HOME", "${P:-}") + "}\n")))
                .isEmpty();
    }

    @Test
    void images_need_a_tag_that_stays() throws IOException {
        assertThat(places(lint("""
                        services:
                          a: {restart: always, mem_limit: 1g, image: nginx}
                          b: {restart: always, mem_limit: 1g, image: "localhost:5000/nginx"}
                          c: {restart: always, mem_limit: 1g, image: "nginx:latest"}
                          d: {restart: always, mem_limit: 1g, image: "nginx:1.27"}
                          e: {restart: always, mem_limit: 1g, image: "nginx@sha256:0123"}
                        """)))
                .containsExactly("untagged-image@2:46", "untagged-image@3:46", "untagged-image@4:46");
    }

    @Test
    void what_is_missing_is_told_at_the_service() throws IOException {
        assertThat(places(lint("services:\n  a:\n    image: a:1\n")))
                .containsExactly("no-memory-limit@2:3", "no-restart-policy@2:3");
    }

    @Test
    void a_job_needs_no_restart_policy() throws IOException {
        assertThat(places(lint("services:\n  job: {image: 'a:1', mem_limit: 1g}\n  web: {" + QUIET
                        + ", depends_on: {job: {condition: service_completed_successfully}}}\n")))
                .isEmpty();
    }

    @Test
    void waiting_needs_a_probe_and_a_probe_somebody_who_waits() throws IOException {
        String probed = ", healthcheck: {test: [CMD, 'true']}";
        assertThat(places(lint("services:\n  db: {" + QUIET + "}\n  web: {" + QUIET
                        + ",\n    depends_on: {db: {condition: service_healthy}}}\n")))
                .containsExactly("unprobed-dependency@4:18");
        assertThat(places(lint(
                        "services:\n  db: {" + QUIET + probed + "}\n  web: {" + QUIET + ",\n    depends_on: [db]}\n")))
                .containsExactly("unwaited-dependency@4:18");
        assertThat(places(lint("services:\n  db: {" + QUIET + probed + "}\n  web: {" + QUIET
                        + ",\n    depends_on: {db: {condition: service_healthy}}}\n")))
                .isEmpty();
    }

    @Test
    void old_keys_are_told_of_once() throws IOException {
        assertThat(places(lint("version: '3'\nservices:\n  a: {" + QUIET + ", networks: [n]}\n"
                        + "networks:\n  n:\n    external:\n      name: x\n")))
                .containsExactly("obsolete-version@1:1", "obsolete-external-name@7:7");
    }

    @Test
    void what_is_declared_is_used() throws IOException {
        assertThat(places(lint("services: {a: {" + QUIET + "}}\nvolumes:\n  v:\nnetworks:\n  n:\n")))
                .containsExactly("unused-resource@3:3", "unused-resource@5:3");
    }

    @Test
    void what_up_refuses_is_told() throws IOException {
        assertThat(places(lint("services:\n  a: {" + QUIET + ",\n    privileged: true}\n")))
                .containsExactly("not-acted-on@3:5", "privileged@3:17");
    }

    @Test
    void variables_of_env_files_are_used() throws IOException {
        Files.writeString(
                directory.resolve(".env"), "USED=1\nLOST=1\nPASSED=1\nINNER=1\nOUTER=$INNER\nCOMPOSE_PROFILES=\n");
        LintReport report = lint("services: {a: {" + QUIET + ", user: '$USED$OUTER', environment: [PASSED]}}\n");
        assertThat(places(report)).containsExactly("unused-variable@2:6");
        assertThat(LintText.write(report, false)).contains(".env:2:6: note:").doesNotContain("LOST=1");
    }

    @Test
    void an_env_file_that_goes_into_a_container_is_used_whole() throws IOException {
        Files.writeString(directory.resolve(".env"), "ANY=1\n");
        assertThat(places(lint("services: {a: {" + QUIET + ", env_file: ./.env}}\n")))
                .isEmpty();
    }

    @Test
    void ports_in_base_60_are_told_of() throws IOException {
        assertThat(places(lint("services:\n  a: {" + QUIET + ", ports: [22:22, \"23:23\", 80:80]}\n")))
                .contains("base-60@2:61")
                .doesNotContain("base-60@2:68", "base-60@2:77");
    }

    @Test
    void a_comment_above_or_behind_silences_a_rule_there_only() throws IOException {
        String yaml = """
                services:
                  # the edge
                  # jcompose-lint: ignore no-memory-limit, no-restart-policy
                  # jcompose-lint: ignore untagged-image
                  a:
                    image: nginx # jcompose-lint: ignore untagged-image
                  b:
                    image: nginx
                """;
        assertThat(places(lint(yaml)))
                .containsExactly("no-memory-limit@7:3", "no-restart-policy@7:3", "untagged-image@8:12");
    }

    @Test
    void services_of_all_profiles_are_looked_at() throws IOException {
        assertThat(places(lint("services:\n  a: {" + QUIET + "}\n  b: {restart: always, mem_limit: 1g, image: b,"
                        + " profiles: [p]}\n")))
                .containsExactly("untagged-image@3:46");
    }

    @Test
    void files_that_do_not_load_are_findings() throws IOException {
        LintReport report = lint("services:\n  a: {imge: x}\n");
        assertThat(report.findings())
                .isNotEmpty()
                .allMatch(finding -> finding.about().level() == Level.ERROR);
        assertThat(LintText.write(report, false))
                .contains("compose.yaml:2:7: error: ")
                .contains("imge: x");
    }

    @Test
    void a_line_with_a_secret_is_not_printed() throws IOException {
        LintReport report = lint("services:\n  a: {" + QUIET + ", environment: {DB_PASSWORD: hunter2}}\n");
        for (String text : List.of(
                LintText.write(report, false), Json.write(report.findings()), Sarif.write(report.findings(), "1"))) {
            assertThat(text).contains("DB_PASSWORD").doesNotContain("hunter2");
        }
    }

    @Test
    void every_rule_has_a_name_of_its_own_and_a_reason() {
        Set<String> names = new TreeSet<>();
        for (About about : Linter.rules()) {
            assertThat(about.id()).matches("[a-z0-9-]+");
            assertThat(names.add(about.id())).as(about.id()).isTrue();
            assertThat(about.reason()).isNotEmpty().doesNotEndWith(".");
            assertThat(about.title()).isNotEmpty().doesNotEndWith(".");
        }
        assertThat(new HashSet<>(names)).hasSizeGreaterThan(20);
    }
}
