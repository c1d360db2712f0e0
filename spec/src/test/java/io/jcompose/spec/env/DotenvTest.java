package io.jcompose.spec.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import io.jcompose.spec.Problem;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.yaml.Node.ScalarNode;
import io.jcompose.spec.yaml.Problems;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DotenvTest {
    private final Problems problems = new Problems();

    @Test
    void reads_every_form_of_a_value() {
        String text = """
                \uFEFF# comment
                PLAIN=value
                export EXPORTED=yes
                COLON: yaml like
                  INDENTED = spaces around
                EMPTY=
                COMMENT=value # gone
                HASH=no#comment
                ONLY=   # gone too
                SINGLE='$A \\n it\\'s # kept' # gone
                DOUBLE="a\\tb \\"q\\" \\$A $PLAIN"
                MULTI="one
                two"
                ESCAPED=cost \\$5 or $$5
                CHAINED=${PLAIN}/${MISSING:-none}
                dotted.key-1[x]=ok
                """;
        assertThat(parsed(text))
                .containsExactlyEntriesOf(entries(
                        "PLAIN", "value",
                        "EXPORTED", "yes",
                        "COLON", "yaml like",
                        "INDENTED", "spaces around",
                        "EMPTY", "",
                        "COMMENT", "value",
                        "HASH", "no#comment",
                        "ONLY", "",
                        "SINGLE", "$A \\n it's # kept",
                        "DOUBLE", "a\tb \"q\" $A value",
                        "MULTI", "one\ntwo",
                        "ESCAPED", "cost $5 or $5",
                        "CHAINED", "value/none",
                        "dotted.key-1[x]", "ok"));
        assertThat(problems.any()).isFalse();
    }

    @Test
    void takes_a_bare_name_from_outside_or_leaves_it_out() {
        assertThat(parsed("OUTER\nNOWHERE\nexport OUTER2\n")).isEqualTo(Map.of("OUTER", "o", "OUTER2", "p"));
    }

    @Test
    void prefers_outer_variables_in_values() {
        assertThat(parsed("OUTER=inner\nUSED=$OUTER\n")).isEqualTo(Map.of("OUTER", "inner", "USED", "o"));
    }

    @Test
    void resolves_octal_escapes_and_keeps_unknown_ones() {
        assertThat(parsed("A=\"\\0101\\q\"")).isEqualTo(Map.of("A", "A\\q"));
    }

    @Test
    void accepts_windows_line_ends() {
        assertThat(parsed("A=1\r\nB=\"2\"\r\n")).isEqualTo(Map.of("A", "1", "B", "2"));
    }

    @Test
    void tells_the_place_of_each_value() {
        var values = Dotenv.parse("f", "\nA=1\n  B='x'\n", name -> Optional.empty(), problems);
        assertThat(values.values()).extracting(value -> value.span().toString()).containsExactly("f:2:3", "f:3:5");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "A B=1",
                "=1",
                "A='open",
                "A=\"open\n",
                "A=\"x\" y",
                "A!=1",
                "A=${",
                "A=${X:?needed}",
                "justtext here"
            })
    void refuses(String text) {
        parsed("GOOD=1\n" + text);
        List<Problem> found = found();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).span()).isNotNull();
    }

    @Test
    void stops_a_chain_of_doublings() {
        StringBuilder text = new StringBuilder("V0=xxxxxxxxxx\n");
        for (int i = 1; i < 60; i++) {
            text.append("V" + i + "=$V" + (i - 1) + "$V" + (i - 1) + "\n");
        }
        parsed(text.toString());
        assertThat(found().get(0).message()).contains("expand to more than");
    }

    @Test
    void never_throws() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        String pieces = "AB= \n\t'\"\\$${}:-?#\0export \r[.é";
        for (int i = 0; i < 3_000; i++) {
            StringBuilder text = new StringBuilder();
            for (int j = random.nextInt(40); j > 0; j--) {
                text.append(pieces.charAt(random.nextInt(pieces.length())));
            }
            assertThatCode(() -> parsed(text.toString())).as("seed " + seed).doesNotThrowAnyException();
            assertThatCode(() -> Dotenv.parseRaw("f", text.toString(), DotenvTest::outer, problems))
                    .as("seed " + seed)
                    .doesNotThrowAnyException();
        }
    }

    @Test
    void raw_format_knows_no_quotes() {
        var values = Dotenv.parseRaw("f", "# c\nA=\"x\" # y\nOUTER\nNOWHERE\nB=$A\n", DotenvTest::outer, problems);
        assertThat(texts(values)).isEqualTo(Map.of("A", "\"x\" # y", "OUTER", "o", "B", "$A"));
    }

    private Map<String, String> parsed(String text) {
        return texts(Dotenv.parse("f", text, DotenvTest::outer, problems));
    }

    private List<Problem> found() {
        try {
            problems.throwIfAny(Map.of());
            return List.of();
        } catch (SpecException e) {
            return e.problems();
        }
    }

    private static Optional<String> outer(String name) {
        return Optional.ofNullable(Map.of("OUTER", "o", "OUTER2", "p").get(name));
    }

    private static Map<String, String> texts(Map<String, ScalarNode> values) {
        Map<String, String> texts = new LinkedHashMap<>();
        values.forEach((key, value) -> texts.put(key, value.text()));
        return texts;
    }

    private static Map<String, String> entries(String... pairs) {
        Map<String, String> entries = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            entries.put(pairs[i], pairs[i + 1]);
        }
        return entries;
    }
}
