package io.jcompose.runtime.build.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ExpansionTest {
    private static final Map<String, String> VARIABLES =
            Map.of("HOME", "/home", "EMPTY", "", "TWO", "one two", "URL", "http://a/b/c.tar.gz", "STARS", "a**b*");

    private static Expansion expansion() {
        return new Expansion('\\', VARIABLES);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '~',
            value = {
                "plain | plain",
                "he'll'o | hello",
                "he\\'llo | he'llo",
                "abc\\tdef | abctdef",
                "\"abc\\tdef\" | abc\\tdef",
                "\"abc\\\\tdef\" | abc\\tdef",
                "'abc\\tdef' | abc\\tdef",
                "end\\ | end",
                "\"it's\" | it's",
                "'a\\' | a\\",
                "$HOME | /home",
                "x$HOME.y | x/home.y",
                "${HOME}y | /homey",
                "\\$HOME | $HOME",
                "'$HOME' | $HOME",
                "\"$HOME\" | /home",
                "$. | $.",
                "a$1b | ab",
                "a$NONE. | a.",
                "${NONE:-fall $HOME} | fall /home",
                "${EMPTY:-fall} | fall",
                "${EMPTY-fall}x | x",
                "${HOME:+set}x | setx",
                "${EMPTY:+set}x | x",
                "${EMPTY+set}x | setx",
                "${NONE:-${NONE2:-deep}} | deep",
                "${NONE:-\\}} | }",
                "${HOME:?needed} | /home",
                "${URL#*/} | /a/b/c.tar.gz",
                "${URL##*/} | c.tar.gz",
                "${URL%.*} | http://a/b/c.tar",
                "${URL%%.*} | http://a/b/c",
                "${URL#ftp} | http://a/b/c.tar.gz",
                "${STARS#a\\*} | *b*",
                "${STARS%\\**} | a**b",
                "${URL/http/https} | https://a/b/c.tar.gz",
                "${HOME/\\//-} | -home",
                "${URL//[ab]/x} | http://a/b/c.tar.gz",
                "${URL//\\//_} | http:__a_b_c.tar.gz",
                "${URL/http?/x} | x//a/b/c.tar.gz",
                "${NONE/a/b}x | x"
            })
    void putsValuesIn(String text, String expected) throws Malformed {
        assertThat(expansion().word(text)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "'open",
                "\"open",
                "${HOME",
                "${",
                "${}",
                "${:-x}",
                "${HOME:=x}",
                "${HOME=x}",
                "${HOME:",
                "${NONE?}",
                "${EMPTY:?is empty}",
                "${HOME#\\x}",
                "${HOME/x}",
                "${HOME//}",
                "${NONE:-'}"
            })
    void refusesWhatIsNotWellFormed(String text) {
        assertThatThrownBy(() -> expansion().word(text)).isInstanceOf(Malformed.class);
    }

    @Test
    void theMessageOfAQuestionMarkIsExpanded() {
        assertThatThrownBy(() -> expansion().word("${NONE:?set it to $HOME}")).hasMessage("NONE: set it to /home");
    }

    @Test
    void blanksOfUnquotedValuesMakeWords() throws Malformed {
        assertThat(expansion().words("a $TWO \"$TWO\" '' b\\ c"))
                .containsExactly("a", "one", "two", "one two", "", "b c");
    }

    @Test
    void anotherEscapeCharacterLeavesBackslashesAlone() throws Malformed {
        assertThat(new Expansion('`', VARIABLES).word("C:\\dir`$HOME$HOME")).isEqualTo("C:\\dir$HOME/home");
    }

    @Test
    void inADocumentQuotesAreCharacters() throws Malformed {
        assertThat(expansion().document("it's \"$HOME\" \\$HOME \\n")).isEqualTo("it's \"/home\" $HOME \\n");
    }

    @Test
    void deepNestingIsRefused() {
        assertThatThrownBy(() -> expansion().word("${N:-".repeat(100_000) + "}".repeat(100_000)))
                .hasMessageContaining("nested more than");
    }

    @Test
    void valuesThatGrowAreRefused() {
        Expansion large = new Expansion('\\', Map.of("A", "x".repeat(100_000)));
        assertThatThrownBy(() -> large.word("$A".repeat(100))).hasMessageContaining("more than");
    }

    @Test
    void aPatternOfStarsIsMatchedInNoTime() throws Malformed {
        Expansion stars = new Expansion('\\', Map.of("A", "a".repeat(10_000)));
        assertThat(stars.word("${A#" + "*a".repeat(20) + "*b}")).hasSize(10_000);
    }
}
