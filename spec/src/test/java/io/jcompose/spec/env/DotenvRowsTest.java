package io.jcompose.spec.env;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.yaml.Problems;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** One line of an env file and the value that the reference loader reads from it (compose-go, dotenv). */
class DotenvRowsTest {
    private static final Map<String, String> OUTER = Map.of("OUTER", "o", "EMPTY", "");

    @TestFactory
    Stream<DynamicTest> a_line_means() {
        return Stream.of(
                        row("A=bar", "bar"),
                        row("A =bar", "bar"),
                        row("A= bar", "bar"),
                        row("A=bar ", "bar"),
                        row("  A=bar", "bar"),
                        row("\tA=bar", "bar"),
                        row("A='bar'", "bar"),
                        row("A=\"bar\"", "bar"),
                        row("A: 1", "1"),
                        row("A: Foo=bar", "Foo=bar"),
                        row("A=1:B", "1:B"),
                        row("A=foobar=", "foobar="),
                        row("export A=2", "2"),
                        row("export\tA=2", "2"),
                        row("  export A=2", "2"),
                        row("A=\"export A\"", "export A"),
                        row("A='\\n'", "\\n"),
                        row("A=a\\tb", "a\\tb"),
                        row("A=\"a\\tb\"", "a\tb"),
                        row("A=\"bar\\nbaz\"", "bar\nbaz"),
                        row("A=\"escaped\\\"bar\"", "escaped\"bar"),
                        row("A=\"\\\"quoted\\\"\"", "\"quoted\""),
                        row("A=\"'d'\"", "'d'"),
                        row("A='\"d\"'", "\"d\""),
                        row("A='it\\'s'", "it's"),
                        row("A=\"Z\\aZ\\bZ\\fZ\\nZ\\rZ\\tZ\\vZ\\\\Z\\0123Z\"", "Z\u0007Z\bZ\fZ\nZ\rZ\tZ\u000bZ\\ZSZ"),
                        row("A=\"\\x07\"", "\\x07"),
                        row("A=\"\\u12e4\"", "\\u12e4"),
                        row("A=\"bar\\n\\ b\\az\"", "bar\n\\ b\u0007z"),
                        row("A=\"bar\\\\r\\ b\"", "bar\\r\\ b"),
                        row("A=\"bar\\nbaz\\\\\"", "bar\nbaz\\"),
                        row("A=bar # comment", "bar"),
                        row("A=bar #comment", "bar"),
                        row("A=bar #", "bar"),
                        row("A=123#not-a-comment", "123#not-a-comment"),
                        row("A=tab\t#kept", "tab\t#kept"),
                        row("A=\"bar#baz\"", "bar#baz"),
                        row("A=\"bar#baz\"#", "bar#baz"),
                        row("A=\"bar#baz\" # comment", "bar#baz"),
                        row("A='bar#baz' # comment", "bar#baz"),
                        row("A=", ""),
                        row("A=\"\"", ""),
                        row("A=''", ""),
                        row("A=$OUTER", "o"),
                        row("A=${OUTER}", "o"),
                        row("A=\"${OUTER}x\"", "ox"),
                        row("A='${OUTER}'", "${OUTER}"),
                        row("A=${NO:-d}", "d"),
                        row("A=${NO-$OUTER}", "o"),
                        row("A=${EMPTY:-d}", "d"),
                        row("A=${EMPTY-d}", ""),
                        row("A=${OUTER:+alt}", "alt"),
                        row("A=${NO:+alt}", ""),
                        row("A=\"${NO:-a b}\"", "a b"),
                        row("A=$$OUTER", "$OUTER"),
                        row("A=\"\\$OUTER\"", "$OUTER"),
                        row("A=\"$$OUTER\"", "$OUTER"),
                        row("A=5$", "5$"),
                        row("B=b\nA=$B", "b"),
                        row("A=first\nA=second", "second"),
                        row("A=\"one\n# two\nthree\"", "one\n# two\nthree"),
                        row("A='one\n two'", "one\n two"),
                        row("# A=0\nA=1", "1"),
                        row("B\nA=1", "1"))
                .map(row -> DynamicTest.dynamicTest(row.getKey(), () -> {
                    Problems problems = new Problems();
                    var values =
                            Dotenv.parse(".env", row.getKey(), name -> Optional.ofNullable(OUTER.get(name)), problems);
                    assertThat(problems.any()).isFalse();
                    assertThat(Optional.ofNullable(values.get("A")))
                            .hasValueSatisfying(
                                    value -> assertThat(value.text()).isEqualTo(row.getValue()));
                }));
    }

    private static Map.Entry<String, String> row(String text, String value) {
        return Map.entry(text, value);
    }
}
