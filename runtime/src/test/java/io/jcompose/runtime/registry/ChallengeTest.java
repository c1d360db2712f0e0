package io.jcompose.runtime.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ChallengeTest {
    private static List<Challenge> parsed(String... headers) {
        return Challenge.parse(List.of(headers));
    }

    @Test
    void aTokenServerIsNamedByRealmAndService() {
        assertThat(parsed("Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\""
                        + ",scope=\"repository:library/nginx:pull,push\""))
                .containsExactly(new Challenge.Bearer("https://auth.docker.io/token", "registry.docker.io"));
    }

    @Test
    void schemesAndParametersAreReadInAnyCaseAndSpacing() {
        assertThat(parsed("bearer  REALM = \"https://a/t\" , Service=b"))
                .containsExactly(new Challenge.Bearer("https://a/t", "b"));
        assertThat(parsed("BASIC realm=\"x\"")).containsExactly(new Challenge.Basic());
    }

    @Test
    void severalChallengesStandInOneHeaderOrInSeveral() {
        List<Challenge> both = List.of(new Challenge.Bearer("https://a", ""), new Challenge.Basic());
        assertThat(parsed("Bearer realm=\"https://a\", Basic realm=\"b\"")).isEqualTo(both);
        assertThat(parsed("Bearer realm=\"https://a\"", "Basic realm=\"b\"")).isEqualTo(both);
    }

    @Test
    void aQuotedValueMayHoldCommasQuotesAndBackslashes() {
        assertThat(parsed("Bearer realm=\"https://a\",service=\"one, \\\"two\\\" \\\\\""))
                .containsExactly(new Challenge.Bearer("https://a", "one, \"two\" \\"));
    }

    @Test
    void whatCannotBeAnsweredIsLeftOut() {
        assertThat(parsed(
                        "Negotiate", "Digest realm=\"x\", qop=\"auth\"", "Bearer service=\"no realm\"", "", "=,=\"\\"))
                .isEmpty();
        assertThat(parsed("Bearer realm=\"" + "x".repeat(10_000) + "\"")).isEmpty();
    }
}
