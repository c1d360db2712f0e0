package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.orchestrator.client.PromotionRequest;
import io.jcompose.orchestrator.client.ReleaseClient;
import io.jcompose.orchestrator.client.Releasing.Gate;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A release goes from dev to prod. */
class PromotionKernelTest {
    private static final String YAML = """
            services:
              web:
                image: team/app:1
                init: true
                command: [/srv/serve, "80"]
                volumes: ["./serve:/srv/serve:ro"]
                environment: {COLOUR: red}
                healthcheck: {test: [CMD, "sh", "-c", "exit 0"], interval: 50ms}
            """;

    private static final String BROKEN = YAML.replace("[/srv/serve, \"80\"]", "[sh, -c, \"exit 3\"]");

    private static ScratchHost host;
    private static Fleet fleet;

    @BeforeAll
    static void aHost() throws Exception {
        host = new ScratchHost();
        fleet = new Fleet(host.directories().socket(), host.base());
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    @BeforeEach
    void aDaemon() throws Exception {
        host.startDaemon();
        image("one");
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        assertThat(fleet.client().releases().verifyAudit().text("reason")).isEmpty();
        fleet.down();
        host.stopDaemon();
        Leaks.delete(host.directories().root().resolve("releases"));
        assertThat(host.left()).isEmpty();
    }

    private static void image(String content) throws Exception {
        Path file = Files.writeString(host.base().resolve("content"), content);
        try (var work = fleet.client().imageFromHost("team/app:1", List.of("/bin/sh", file.toString()))) {
            work.finish(progress -> {});
        }
    }

    private static List<String> phases() throws Exception {
        return fleet.client().releases().promotions().stream()
                .map(promotion -> promotion.text("phase"))
                .toList();
    }

    @Test
    void theImagesOfDevComeToProdWhateverTheirNamesMeanNow() throws Exception {
        fleet.up(YAML, YAML.replace("red", "black"));
        image("two");
        assertThat(fleet.promote()).isEqualTo("done");
        assertThat(fleet.image(Fleet.PROD)).isEqualTo(fleet.image(Fleet.DEV));
        assertThat(fleet.history(Fleet.PROD)).containsExactly("1 promotion of shop-dev 1 done");
        assertThat(fleet.promote()).as("again").isEqualTo("done");
        assertThat(fleet.history(Fleet.PROD)).as("it ran there already").hasSize(1);
    }

    @Test
    void whatDoesNotBecomeHealthyGoesBackToWhatRanThere() throws Exception {
        fleet.up(YAML, YAML);
        fleet.promote();
        String image = fleet.image(Fleet.PROD);
        image("two");
        fleet.up(YAML.replace("red", "green"), BROKEN);
        assertThat(fleet.promote()).isEqualTo("rolled back container shop-prod-web-1 exited (3)");
        assertThat(fleet.containers(Fleet.PROD)).containsExactly("web-1 running");
        assertThat(fleet.image(Fleet.PROD)).isEqualTo(image).isNotEqualTo(fleet.image(Fleet.DEV));
        assertThat(fleet.history(Fleet.PROD))
                .containsExactly("2 promotion of shop-dev 2 rolled back", "1 promotion of shop-dev 1 done");
        assertThat(fleet.client().releases().history(Fleet.PROD).integer("running"))
                .isEqualTo(1);
    }

    @Test
    void whatCameBackAndIsNotWellIsTold() throws Exception {
        Path well = Files.createFile(
                Files.createDirectory(host.base().resolve("well")).resolve("ok"));
        String watched = YAML.replace("exit 0", "test -e /well/ok").replace(":ro\"]", ":ro\", \"./well:/well:ro\"]");
        fleet.up(YAML, watched);
        assertThat(fleet.promote()).isEqualTo("done");
        fleet.up(YAML.replace("red", "green"), BROKEN);
        Files.delete(well);
        assertThat(fleet.promote())
                .isEqualTo("rolled back container shop-prod-web-1 exited (3); what ran before is back, and not well:"
                        + " container shop-prod-web-1 is unhealthy");
        Files.delete(well.resolveSibling(""));
    }

    @Test
    void whatDoesNotBecomeHealthyWhereNothingRanIsTakenDown() throws Exception {
        fleet.up(YAML, BROKEN);
        assertThat(fleet.promote()).startsWith("rolled back");
        assertThat(fleet.containers(Fleet.PROD)).isEmpty();
        assertThat(fleet.client().releases().history(Fleet.PROD).integer("running"))
                .isZero();
    }

    @Test
    void aClosedGateChangesNothing() throws Exception {
        fleet.up(YAML, YAML, new Gate(List.of("sh", "-c", "echo no; exit 4"), 5_000));
        assertThat(fleet.promote()).isEqualTo("failed gate command sh -c echo no; exit 4: it ended with 4");
        assertThat(fleet.containers(Fleet.PROD)).isEmpty();
        assertThat(fleet.history(Fleet.PROD)).isEmpty();
        assertThat(phases()).isEmpty();
    }

    @Test
    void healthForATimeAndACommandThatKnowsWhatItIsAbout() throws Exception {
        Path seen = host.base().resolve("seen");
        fleet.up(
                YAML,
                YAML,
                new Gate(List.of(), 500),
                new Gate(List.of("sh", "-c", "echo $JCOMPOSE_FROM $JCOMPOSE_ENV $JCOMPOSE_RELEASE > " + seen), 5_000));
        assertThat(fleet.promote()).isEqualTo("done");
        assertThat(seen).hasContent("shop-dev prod 1");
    }

    @Test
    void anApprovalIsAwaitedThroughTheEndOfADaemon() throws Exception {
        fleet.up(YAML, YAML, new Gate(List.of(), 0));
        assertThat(fleet.promote()).isEqualTo("waiting");
        assertThat(fleet.containers(Fleet.PROD)).isEmpty();
        host.startDaemon();
        assertThat(phases()).containsExactly("waiting for an approval");
        assertThat(fleet.approve()).isEqualTo("done");
        assertThat(fleet.containers(Fleet.PROD)).containsExactly("web-1 running");
        assertThatThrownBy(fleet::approve)
                .isInstanceOf(DaemonException.class)
                .hasMessage("no promotion into shop-prod waits for an approval");
    }

    @Test
    void aPromotionThatTakesThePlaceOfOneThatWaitsIsSeenInTheAuditLog() throws Exception {
        fleet.up(YAML, YAML, new Gate(List.of(), 0));
        assertThat(fleet.promote()).isEqualTo("waiting");
        fleet.up(YAML.replace("red", "green"), YAML.replace("red", "green"), new Gate(List.of(), 0));
        assertThat(fleet.promote()).isEqualTo("waiting");
        assertThat(fleet.client().releases().audit(List.of(Fleet.PROD), OptionalInt.empty()))
                .extracting(line -> line.text("detail") + ": " + line.text("result"))
                .contains("promotion of shop-dev 1 to prod: cancelled: promotion of shop-dev 2 to prod came");
        fleet.client().releases().cancelPromotion(Fleet.PROD);
    }

    @Test
    void whatWasShownAndIsAnotherOneNowIsNeitherPromotedNorApproved() throws Exception {
        ReleaseClient releases = fleet.client().releases();
        fleet.up(YAML, YAML, new Gate(List.of(), 0));
        fleet.up(YAML.replace("red", "green"), YAML.replace("red", "green"), new Gate(List.of(), 0));
        assertThatThrownBy(() -> releases.promote(Fleet.TO_PROD.only(1)).finish(progress -> {}))
                .hasMessage("release 2 runs in shop-dev now, not release 1");
        assertThatThrownBy(() -> releases.planPromotion(Fleet.TO_PROD.only(1)))
                .hasMessage("release 2 runs in shop-dev now, not release 1");
        assertThat(fleet.promote()).isEqualTo("waiting");
        assertThatThrownBy(() -> releases.approve(Fleet.TO_PROD.only(1)).finish(progress -> {}))
                .hasMessage("release 2 waits for an approval now, not release 1");
        assertThat(phases()).containsExactly("waiting for an approval");
        releases.cancelPromotion(Fleet.PROD);
    }

    @Test
    void aReleaseThatCannotGoToAnEnvironmentSaysWhereItCanGo() throws Exception {
        fleet.up(YAML, YAML);
        assertThatThrownBy(() -> fleet.client()
                        .releases()
                        .promote(new PromotionRequest(Fleet.DEV, Fleet.DEV, "dev", 0, 30))
                        .finish(progress -> {}))
                .hasMessage("release 1 of shop-dev cannot go to dev: from dev it can go on to prod");
    }

    @Test
    void aSecondPromotionWhileOneRunsIsRefused() throws Exception {
        Path gate = host.base().resolve("gate");
        fleet.up(YAML, YAML, new Gate(List.of("sh", "-c", "until test -e " + gate + "; do sleep 0.05; done"), 30_000));
        CompletableFuture<String> first = CompletableFuture.supplyAsync(() -> {
            try {
                return fleet.promote();
            } catch (DaemonException e) {
                return String.valueOf(e.getMessage());
            }
        });
        Patience.until(() -> assertThat(phases()).containsExactly("checking gates"));
        assertThatThrownBy(fleet::promote)
                .hasMessage("a promotion of shop-dev 1 into prod is under way (checking gates),"
                        + " a second one has to wait for its end");
        Files.createFile(gate);
        assertThat(first.join()).isEqualTo("done");
        Files.delete(gate);
    }
}
