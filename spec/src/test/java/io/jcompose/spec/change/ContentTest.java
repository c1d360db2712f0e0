package io.jcompose.spec.change;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.Loaded;
import io.jcompose.spec.Problem;
import io.jcompose.spec.Service;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.grant.Grant;
import io.jcompose.spec.grant.Grants;
import io.jcompose.spec.text.Canonical;
import io.jcompose.spec.text.Loader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A service changes when the content of what it is granted does. */
class ContentTest {
    private static final String SECRETS = """
            services:
              web: {image: x, secrets: [password], configs: [{source: settings, target: /etc/settings}]}
            secrets: {password: {file: ./password}}
            configs: {settings: {content: "a=1"}}
            """;

    @TempDir
    Path directory;

    @Test
    void another_content_of_a_file_is_another_fingerprint_and_is_not_shown() throws Exception {
        write("password", "one");
        Service before = web(SECRETS, Map.of());
        assertThat(Fingerprint.of(web(SECRETS, Map.of()))).isEqualTo(Fingerprint.of(before));
        write("password", "two");
        Service after = web(SECRETS, Map.of());
        assertThat(Fingerprint.of(after)).isNotEqualTo(Fingerprint.of(before));
        assertThat(Difference.between(before, after))
                .containsExactly(new Difference("secrets./run/secrets/password.x-digest", "***", "***"));
    }

    @Test
    void content_counts_however_it_comes() throws Exception {
        write("settings", "a=1");
        write("password", "one");
        String fromFile = SECRETS.replace("content: \"a=1\"", "file: ./settings");
        String fromVariable = SECRETS.replace("content: \"a=1\"", "environment: SETTINGS");
        String renamed = SECRETS.replace("settings", "other").replace("/etc/other", "/etc/settings");
        String print = Fingerprint.of(web(SECRETS, Map.of()));
        assertThat(Fingerprint.of(web(fromFile, Map.of()))).isEqualTo(print);
        assertThat(Fingerprint.of(web(fromVariable, Map.of("SETTINGS", "a=1")))).isEqualTo(print);
        assertThat(Fingerprint.of(web(renamed, Map.of()))).isEqualTo(print);
        assertThat(Fingerprint.of(web(fromVariable, Map.of("SETTINGS", "a=2")))).isNotEqualTo(print);
    }

    @Test
    void digests_travel_in_canonical_json_and_are_not_printed_for_users() throws Exception {
        write("password", "one");
        Loaded loaded = load(SECRETS, Map.of());
        String json = Canonical.json(loaded.project(), false);
        assertThat(json).contains("\"x-digest\":\"sha256:");
        assertThat(Canonical.parse(json)).isEqualTo(loaded.project());
        assertThat(Canonical.yaml(loaded.project())).doesNotContain("digest");
    }

    @Test
    void no_file_sets_a_digest_itself() throws Exception {
        String forged = """
                services: {web: {image: x, secrets: [{source: s, x-digest: "sha256:0"}]}}
                secrets: {s: {external: true}}
                """;
        assertThat(web(forged, Map.of())).isEqualTo(web(forged.replace(", x-digest: \"sha256:0\"", ""), Map.of()));
    }

    @Test
    void what_cannot_be_read_is_told_to_whoever_acts() throws Exception {
        assertThat(told(SECRETS)).contains("there is no file " + directory.resolve("password"));
        assertThat(told(SECRETS.replace("file: ./password", "file: ."))).contains(directory + " is not a regular file");
        assertThat(told(SECRETS.replace("file: ./password", "environment: PASSWORD")))
                .contains("the variable PASSWORD is not set");
        try (RandomAccessFile file =
                new RandomAccessFile(directory.resolve("password").toFile(), "rw")) {
            file.setLength(100L << 20);
        }
        assertThat(told(SECRETS)).contains(directory.resolve("password") + " is larger than 500 KiB");
    }

    @Test
    void contents_come_beside_the_project_and_are_never_shown() throws Exception {
        write("password", "hunter2");
        Loaded loaded = load(SECRETS, Map.of());
        List<Grant> grants =
                Grants.of(Objects.requireNonNull(loaded.project().services().get("web")));
        assertThat(grants).extracting(Grant::text).containsExactly("secret password", "config settings");
        assertThat(grants).extracting(Grant::mode).containsOnly(0444);
        assertThat(loaded.contents().of(String.valueOf(grants.get(0).digest())))
                .isEqualTo("hunter2".getBytes(StandardCharsets.UTF_8));
        assertThat(loaded.contents().digests()).hasSize(2);
        assertThat(loaded.toString()).doesNotContain("hunter2");
        assertThat(Canonical.json(loaded.project(), true)).doesNotContain("hunter2");
        assertThat(loaded.project().configs().values())
                .allSatisfy(
                        config -> assertThat(config.withoutContent().toString()).doesNotContain("a=1"));
    }

    @Test
    void many_contents_are_bounded_together() throws Exception {
        StringBuilder yaml = new StringBuilder("services: {web: {image: x, secrets: [s0");
        StringBuilder objects = new StringBuilder("]}}\nsecrets:\n");
        for (int i = 0; i < 18; i++) {
            Files.write(directory.resolve("s" + i), new byte[500 << 10]);
            Files.writeString(directory.resolve("s" + i), Integer.toString(i), java.nio.file.StandardOpenOption.WRITE);
            yaml.append(i == 0 ? "" : ", s" + i);
            objects.append("  s" + i + ": {file: ./s" + i + "}\n");
        }
        assertThat(load(yaml.append(objects).toString(), Map.of()).unsupported())
                .extracting(Problem::message)
                .contains("the secrets and configs of this project are larger than 8 MiB together");
    }

    @Test
    void a_service_that_reloads_keeps_its_fingerprint_when_only_contents_change() throws Exception {
        String reloads = SECRETS.replace("image: x,", "image: x, x-reload: SIGHUP,");
        write("password", "one");
        Service before = web(reloads, Map.of());
        write("password", "two");
        Service after = web(reloads, Map.of());
        assertThat(Fingerprint.of(after)).isEqualTo(Fingerprint.of(before));
        assertThat(Difference.between(before, after)).isEmpty();
        assertThat(Grants.of(after)).isNotEqualTo(Grants.of(before));
        assertThat(Fingerprint.of(web(reloads.replace("/etc/settings", "/etc/others"), Map.of())))
                .isNotEqualTo(Fingerprint.of(before));
    }

    @Test
    void secrets_are_not_shown() throws Exception {
        String before = """
                services:
                  web:
                    image: x
                    environment: {DB_PASSWORD: a, API_KEY: b, KEYBOARD: c, URL: "postgres://me:hidden@db/x"}
                """;
        String after = before.replace(": a", ": d")
                .replace(": b", ": e")
                .replace(": c", ": f")
                .replace("db/x", "db/y");
        assertThat(Difference.between(web(before, Map.of()), web(after, Map.of())))
                .containsExactly(
                        new Difference("environment.API_KEY", "***", "***"),
                        new Difference("environment.DB_PASSWORD", "***", "***"),
                        new Difference("environment.KEYBOARD", "\"c\"", "\"f\""),
                        new Difference("environment.URL", "\"postgres://me:***@db/x\"", "\"postgres://me:***@db/y\""));
    }

    @Test
    void a_variable_that_only_an_included_project_sets_counts_for_what_it_defines() throws Exception {
        Files.createDirectories(directory.resolve("sub"));
        write("sub/compose.yaml", "secrets: {s: {environment: TOKEN}, name: {environment: COMPOSE_PROJECT_NAME}}");
        write("sub/.env", "TOKEN=one\n");
        String yaml = "include: [sub/compose.yaml]\nservices: {web: {image: x, secrets: [s, name]}}\n";
        assertThat(told(yaml)).noneMatch(sentence -> sentence.contains("is not set"));
        String print = Fingerprint.of(web(yaml, Map.of()));
        assertThat(Fingerprint.of(web(yaml, Map.of("TOKEN", "one")))).isEqualTo(print);
        assertThat(Fingerprint.of(web(yaml, Map.of("TOKEN", "two")))).isNotEqualTo(print);
        write("sub/.env", "TOKEN=three\n");
        assertThat(Fingerprint.of(web(yaml, Map.of()))).isNotEqualTo(print);
        String own = yaml + "secrets: {s: {environment: OTHER}}\n";
        assertThat(told(own)).contains("the variable OTHER is not set");
    }

    private List<String> told(String yaml) throws SpecException {
        return load(yaml, Map.of()).unsupported().stream()
                .filter(problem -> problem.span() != null)
                .map(Problem::message)
                .toList();
    }

    private Service web(String yaml, Map<String, String> environment) throws SpecException {
        return Objects.requireNonNull(
                load(yaml, environment).project().services().get("web"));
    }

    private Loaded load(String yaml, Map<String, String> environment) throws SpecException {
        return Loader.load(new LoadRequest(
                List.of("-"), directory, null, "demo", List.of(), List.of(), environment, List.of(), () -> yaml));
    }

    private void write(String name, String text) throws IOException {
        Files.writeString(directory.resolve(name), text);
    }
}
