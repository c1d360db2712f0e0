package io.jcompose.spec;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.source.Span;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProblemRendererTest {
    @Test
    void shows_place_line_caret_and_hint() {
        assertThat(render("a:\n\tb: x\n", new Span("f.yaml", 2, 5), false))
                .isEqualTo("f.yaml:2:5: wrong\n    \tb: x\n    \t   ^\n  hint: right\n");
    }

    @Test
    void colours_on_demand() {
        assertThat(render("abc", new Span("f.yaml", 1, 1), true))
                .isEqualTo("\u001b[1mf.yaml:1:1: wrong\u001b[0m\n    abc\n    \u001b[32m^\u001b[0m\n  hint: right\n");
    }

    @Test
    void does_without_a_text_or_a_place() {
        assertThat(new ProblemRenderer(Map.of(), false).render(List.of(new Problem(null, "", "no file", null))))
                .isEqualTo("no file\n");
        assertThat(render("one line", new Span("f.yaml", 9, 9), false)).isEqualTo("f.yaml:9:9: wrong\n  hint: right\n");
    }

    @Test
    void lets_no_control_character_through() {
        assertThat(render("a\u001b[31mb", new Span("f.yaml", 1, 2), false)).doesNotContain("\u001b");
    }

    @Test
    void cuts_long_lines_around_the_place() {
        String text = "x".repeat(10_000) + "!" + "y".repeat(10_000);
        List<String> lines =
                render(text, new Span("f.yaml", 1, 10_001), false).lines().toList();
        assertThat(lines.get(1)).hasSizeLessThan(200);
        assertThat(lines.get(1).charAt(lines.get(2).indexOf('^'))).isEqualTo('!');
    }

    @Test
    void counts_characters_beyond_the_basic_plane_as_one() {
        List<String> lines =
                render("😀😀 x", new Span("f.yaml", 1, 4), false).lines().toList();
        assertThat(lines.get(2)).isEqualTo("       ^");
    }

    private static String render(String text, Span span, boolean color) {
        return new ProblemRenderer(Map.of("f.yaml", text), color)
                .render(List.of(new Problem(span, "p", "wrong", "right")));
    }
}
