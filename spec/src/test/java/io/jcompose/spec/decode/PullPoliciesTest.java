package io.jcompose.spec.decode;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.spec.LoadRequest;
import io.jcompose.spec.PullPolicy;
import io.jcompose.spec.PullPolicy.Kind;
import io.jcompose.spec.SpecException;
import io.jcompose.spec.text.Loader;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PullPoliciesTest {
    private static PullPolicy of(String lines) throws SpecException {
        String yaml = "services: {web: {image: nginx, " + lines + "}}";
        var loaded = Loader.load(new LoadRequest(
                List.of("-"), Path.of("/"), null, "shop", List.of(), List.of(), Map.of(), List.of(), () -> yaml));
        assertThat(loaded.unsupported()).noneMatch(problem -> problem.message().contains("pull"));
        return PullPolicies.of(loaded.project().services().values().iterator().next());
    }

    @ParameterizedTest
    @CsvSource({
        "'pull_policy: always', ALWAYS, 0",
        "'pull_policy: missing', MISSING, 0",
        "'pull_policy: if_not_present', MISSING, 0",
        "'pull_policy: never', NEVER, 0",
        "'pull_policy: build', BUILD, 0",
        "'pull_policy: daily', EVERY, 86400",
        "'pull_policy: weekly', EVERY, 604800",
        "'pull_policy: every_12h', EVERY, 43200",
        "'pull_policy: refresh, pull_refresh_after: 2h', EVERY, 7200",
        "'pull_policy: refresh', ALWAYS, 0",
        "'pull_refresh_after: 1h30m', EVERY, 5400",
        "'tty: false', MISSING, 0",
        "'build: .', BUILD, 0",
        "'build: ., pull_policy: always', ALWAYS, 0"
    })
    void aServiceSaysWhen(String lines, Kind kind, long seconds) throws SpecException {
        assertThat(of(lines)).isEqualTo(new PullPolicy(kind, Duration.ofSeconds(seconds)));
    }

    @Test
    void theStrictestAsksMostOften() {
        PullPolicy daily = new PullPolicy(Kind.EVERY, Duration.ofDays(1));
        PullPolicy weekly = new PullPolicy(Kind.EVERY, Duration.ofDays(7));
        PullPolicy always = PullPolicy.of(Kind.ALWAYS);
        PullPolicy never = PullPolicy.of(Kind.NEVER);
        assertThat(List.of(daily, PullPolicy.MISSING, always, weekly, never).stream()
                        .sorted())
                .containsExactly(never, PullPolicy.MISSING, weekly, daily, always);
    }
}
