package io.jcompose.orchestrator.release;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.orchestrator.audit.Who;
import io.jcompose.orchestrator.plan.Scene;
import io.jcompose.orchestrator.plan.Update;
import io.jcompose.orchestrator.plan.WantedProject;
import io.jcompose.orchestrator.plan.WantedService;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ContentsTest {
    private static WantedProject wanted(String web, String api) {
        return Scene.wanted(Scene.load("""
                services:
                  web: {image: base, environment: {COLOUR: WEB}}
                  api: {image: base, environment: {COLOUR: API}}
                """.replace("WEB", web).replace("API", api)), 1);
    }

    private static Release release(WantedProject wanted) {
        return new Release(
                new Heading("shop", 1, "", Instant.EPOCH, Who.DAEMON, "up", 1, new TreeMap<>(), Outcome.DONE),
                wanted,
                List.of(),
                Staging.NONE);
    }

    /** After {@code web} went back from {@code asked} to what it was before. */
    private static WantedProject webWentBack(WantedProject before, WantedProject asked) {
        WantedService old = Objects.requireNonNull(before.services().get("web"));
        Update.Version previous =
                new Update.Version(old.spec(), old.fingerprint(), "sha256:1", null, 0, old.replicas());
        WantedService web = Objects.requireNonNull(asked.services().get("web"));
        return asked.withService(web.withImage("sha256:1", null)
                .withUpdate(new Update(previous, Update.State.ROLLING, "", 1))
                .rolledBack("it failed", 2));
    }

    @Test
    void aReleaseOfWhichOnlyOneServiceWentBackIsKeptInPart() {
        WantedProject before = wanted("red", "red");
        WantedProject asked = wanted("blue", "blue");
        WantedProject now = webWentBack(before, asked);
        assertThat(Contents.kept(asked, now)).isFalse();
        assertThat(Contents.keptPart(release(before), asked, now)).isTrue();
    }

    @Test
    void nothingIsKeptOfAReleaseThatChangedOnlyWhatWentBack() {
        WantedProject before = wanted("red", "red");
        WantedProject asked = wanted("blue", "red");
        WantedProject now = webWentBack(before, asked);
        assertThat(Contents.keptPart(release(before), asked, now)).isFalse();
    }
}
