package io.jcompose.spec.env;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class VariableUseTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "nothing $ $1 $$A $${B}        | ''",
                "$A and ${B}                   | A:PLAIN: B:PLAIN:",
                "${A:-1}${B-2}                 | A:DEFAULT:1 B:DEFAULT:2",
                "${A:+1}${B+2}                 | A:ALTERNATE:1 B:ALTERNATE:2",
                "${A:?why}${B?}                | A:REQUIRED:why B:REQUIRED:",
                "${A:-${B:-$C}}                | A:DEFAULT:${B:-$C} B:DEFAULT:$C C:PLAIN:",
                "${A-b?c}                      | A:DEFAULT:b?c",
                "$A ${broken                   | A:PLAIN:",
                "${1}                          | ''"
            })
    void every_use_is_found_in_order(String text, String expected) {
        List<VariableUse> uses = VariableUse.in(text);
        assertThat(uses.stream()
                        .map(use -> use.name() + ":" + use.form() + ":" + use.argument())
                        .collect(Collectors.joining(" ")))
                .isEqualTo(expected);
    }
}
