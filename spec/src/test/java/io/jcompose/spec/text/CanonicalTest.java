package io.jcompose.spec.text;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.spec.Project;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.grant.Grants;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CanonicalTest {
    private static final int CASES = 300;

    private final long seed = System.nanoTime();

    @Test
    void json_read_back_is_the_same_project() throws SpecException {
        for (long i = seed; i < seed + CASES; i++) {
            Project project = new RandomProject(i).project();
            assertThat(Canonical.parse(Canonical.json(project, false)))
                    .as("seed " + i)
                    .isEqualTo(project);
            assertThat(Canonical.parse(Canonical.json(project, true)))
                    .as("seed " + i)
                    .isEqualTo(project);
        }
    }

    @Test
    void config_text_loaded_again_is_the_same_project() throws SpecException {
        for (long i = seed; i < seed + CASES; i++) {
            Project project = new RandomProject(i).project();
            assertThat(Grants.withoutDigests(
                            Loader.load(Requests.text(Canonical.yaml(project))).project()))
                    .as("seed " + i)
                    .isEqualTo(project);
            assertThat(Grants.withoutDigests(Loader.load(Requests.text(Canonical.userJson(project)))
                            .project()))
                    .as("seed " + i)
                    .isEqualTo(project);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"..", "../x", "A", "-x", "a b", "a/b", ""})
    void a_name_that_could_lead_elsewhere_is_refused(String name) {
        assertThatThrownBy(() -> Canonical.parse("{\"name\": \"" + name + "\", \"services\": {}}"))
                .isInstanceOf(SpecException.class);
    }

    @Test
    void only_text_for_users_doubles_dollars() throws SpecException {
        Project project = Loader.load(Requests.text("services: {web: {image: x, user: 'a$$b'}}"))
                .project();
        assertThat(Canonical.yaml(project)).contains("user: a$$b").doesNotContain("x-jcompose");
        assertThat(Canonical.userJson(project)).contains("\"a$$b\"").doesNotContain("x-jcompose");
        assertThat(Canonical.json(project, false)).contains("\"a$b\"").contains("x-jcompose");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "[]",
                "{",
                "{} {}",
                "nul",
                "{\"name\":1}",
                "{\"services\":{\"web\":{\"image\":\"x\",\"cap_adds\":[]}}}",
                "{\"a\":1,\"a\":2}"
            })
    void refuses_what_it_did_not_write(String json) {
        assertThatThrownBy(() -> Canonical.parse(json)).isInstanceOf(SpecException.class);
    }

    @Test
    void refuses_deep_json_without_a_stack_overflow() {
        assertThatThrownBy(() -> Canonical.parse("{\"x-a\":".repeat(100_000))).isInstanceOf(SpecException.class);
    }
}
