package io.jcompose.orchestrator.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class TemplateTest {
    private static final String JSON = """
            {"Id":"sha256:1","Size":36000000000,"RepoTags":["a:1","b:2"],"None":null,
            "Config":{"Env":["A=1"],"Labels":{"y.z":"two","x":"one"},"Tty":true}}""";

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{{.Id}}|sha256:1",
                "id={{ .Id }}, {{.Size}}!|id=sha256:1, 36000000000!",
                "{{.RepoTags}}|[a:1 b:2]",
                "{{json .RepoTags}}|[\"a:1\",\"b:2\"]",
                "{{index .RepoTags 1}}|b:2",
                "{{index .Config.Labels \"y.z\"}}|two",
                "{{.Config.Labels}}|map[x:one y.z:two]",
                "{{json .Config}}|{\"Env\":[\"A=1\"],\"Labels\":{\"x\":\"one\",\"y.z\":\"two\"},\"Tty\":true}",
                "{{.Config.Tty}}{{.None}}|true<no value>",
                "{{- .Id -}}|sha256:1",
            })
    void valuesAreShownAsGoShowsThem(String template, String shown) throws Exception {
        assertThat(Template.apply(template, JSON)).isEqualTo(shown);
    }

    @ParameterizedTest
    @ValueSource(strings = {"{{range .RepoTags}}x{{end}}", "{{.Id", "{{Id}}", "{{.Config..Env}}", "{{}}", "{{json}}"})
    void whatIsNotUnderstoodIsSaid(String template) {
        assertThatThrownBy(() -> Template.apply(template, JSON))
                .isInstanceOf(UsageException.class)
                .hasMessageContaining("the template has");
    }

    @Test
    void aFieldThatIsNotThereIsSaidWithThoseThatAre() {
        assertThatThrownBy(() -> Template.apply("{{.Config.Cmd}}", JSON)).hasMessageContaining("there is no \"Cmd\"");
        assertThatThrownBy(() -> Template.apply("{{index .RepoTags 2}}", JSON))
                .hasMessageContaining("there is no \"2\"");
    }
}
