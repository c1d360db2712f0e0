package io.jcompose.runtime.seccomp;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.seccomp.Circumstances.KernelVersion;
import io.jcompose.runtime.seccomp.SeccompRule.Action;
import io.jcompose.runtime.seccomp.SeccompRule.Comparison;
import io.jcompose.runtime.seccomp.SeccompRule.Operator;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ProfileParserTest {
    private static final String HEAD = "default errno 1\n";

    @Test
    void readsRulesWithTheirConditions() {
        SeccompProfile profile = ProfileParser.parse(HEAD + """
                machine m: n o
                allow: a b   # not d
                    c
                errno 38 without CAP_X since 4.8 on m|n argument 1 & 0xf0 = 0x10: d
                """);

        assertThat(profile.otherwise()).isEqualTo(new Action.Fail(1));
        assertThat(profile.besides("m")).containsExactly("n", "o");
        assertThat(profile.calls()).containsExactly("a", "b", "c", "d");
        assertThat(profile.rules(now(Set.of(), "m", "4.8")))
                .containsExactly(
                        new SeccompRule(new Action.Allow(), List.of("a", "b", "c"), List.of()),
                        new SeccompRule(
                                new Action.Fail(38),
                                List.of("d"),
                                List.of(new Comparison(1, Operator.MASKED_EQUAL, 0xf0, 0x10))));
    }

    @ParameterizedTest
    @CsvSource({"CAP_X,m,5.0", "CAP_Y,m,4.7", "CAP_Y,q,5.0"})
    void leavesOutARuleWhenOneConditionDoesNotHold(String capability, String machine, String kernel) {
        SeccompProfile profile = ProfileParser.parse(HEAD + "allow without CAP_X since 4.8 on m|n: d\n");

        assertThat(profile.rules(now(Set.of(capability), machine, kernel))).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "allow a",
                "permit: a",
                "allow when: a",
                "allow with: a",
                "errno many: a",
                "allow argument 6 = 1: a",
                "allow argument 0 ~ 1: a",
                "allow argument 0 & 1 1: a",
                "allow since old: a"
            })
    void namesTheStatementThatItCannotRead(String statement) {
        assertThatThrownBy(() -> ProfileParser.parse(HEAD + statement + "\n"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("'" + statement + "'");
    }

    @Test
    void aProfileNeedsADefault() {
        assertThatThrownBy(() -> ProfileParser.parse("allow: a\n")).hasMessageContaining("default");
    }

    @ParameterizedTest
    @CsvSource({"6.18.3-cloud-amd64,6,18", "4.8,4,8", "5.10.0+,5,10"})
    void readsReleasesOfKernels(String release, int major, int minor) {
        assertThat(KernelVersion.parse(release)).isEqualTo(new KernelVersion(major, minor));
    }

    @Test
    void comparesVersionsAsNumbers() {
        assertThat(new KernelVersion(4, 18)).isGreaterThan(new KernelVersion(4, 8));
        assertThat(new KernelVersion(10, 0)).isGreaterThan(new KernelVersion(9, 9));
    }

    private static Circumstances now(Set<String> capabilities, String machine, String kernel) {
        return new Circumstances(capabilities, machine, KernelVersion.parse(kernel));
    }
}
