package io.jcompose.spec.env;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TemplateTest {
    private static final Map<String, String> VARIABLES = Map.of("A", "a", "B", "b", "EMPTY", "");

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            quoteCharacter = '"',
            nullValues = "-none-",
            value = {
                "plain # plain",
                "$A$B # ab",
                "${A}${B}x # abx",
                "$A-x # a-x",
                "$$A # $A",
                "$$$A # $a",
                "$1 # $1",
                "cost: 5$ # cost: 5$",
                "${NO-d} # d",
                "${EMPTY:-d} # d",
                "[${EMPTY-d}] # []",
                "${A:+alt} # alt",
                "[${EMPTY:+alt}] # []",
                "${EMPTY+alt} # alt",
                "[${NO+alt}] # []",
                "${A:?no} # a",
                "${NO:-${NO2:-${A}}} # a",
                "${NO-$A and $B} # a and b",
                "${NO-{\"json\": 1}} # {\"json\": 1}",
                "${NO:-a:b?c} # a:b?c",
                "${A-b?c} # a",
                "[${NO:-}] # []",
                "${NO:-$$} # $",
                "${A}${NO-x}${B} # axb",
            })
    void substitutes(String text, String expected) throws Exception {
        assertThat(substitute(text, new ArrayList<>())).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '#',
            value = {
                "${A # invalid interpolation format",
                "${} # invalid interpolation format",
                "${1} # invalid interpolation format",
                "${A!x} # invalid interpolation format",
                "${A:} # invalid interpolation format",
                "${A:=x} # invalid interpolation format",
                "${NO?} # required variable NO is missing a value",
                "${EMPTY:?set it to $A} # required variable EMPTY is missing a value: set it to a",
            })
    void refuses(String text, String message) {
        assertThatThrownBy(() -> substitute(text, new ArrayList<>()))
                .isInstanceOf(BadTemplate.class)
                .hasMessageContaining(message);
    }

    @Test
    void names_the_variables_that_are_not_set() throws Exception {
        List<String> unset = new ArrayList<>();
        assertThat(substitute("$X ${Y} ${Z-} ${EMPTY}", unset)).isEqualTo("   ");
        assertThat(unset).containsExactly("X", "Y");
    }

    @Test
    void gives_up_on_deep_nesting_and_on_long_results() {
        String deep = "${N:-".repeat(100_000) + "}".repeat(100_000);
        assertThatThrownBy(() -> substitute(deep, new ArrayList<>())).hasMessageContaining("nested deeper");
        String big = "x".repeat(100_000);
        assertThatThrownBy(() -> Template.substitute("$B".repeat(1000), name -> Optional.of(big), name -> {}))
                .hasMessageContaining("expand to more than");
    }

    private static String substitute(String text, List<String> unset) throws BadTemplate {
        return Template.substitute(text, name -> Optional.ofNullable(VARIABLES.get(name)), unset::add);
    }
}
