package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Kills the daemon at each step of a promotion, and lets the next one come to an end. */
class PromotionCutKernelTest {
    private static final int MOST_STEPS = 200;
    private static final Steps STEPS = Steps.ofThisRun();
    private static final int NEVER = Integer.MAX_VALUE;
    private static final String YAML = """
            services:
              web:
                image: jcompose/shell
                init: true
                command: [/srv/serve, "80"]
                volumes: ["./serve:/srv/serve:ro"]
            """;

    private static ScratchHost host;
    private static Children children;
    private @Nullable Process next;

    @BeforeAll
    static void aHostWithTheImage() throws Exception {
        host = new ScratchHost();
        Files.writeString(host.base().resolve("dev.yml"), YAML);
        Files.writeString(host.base().resolve("good.yml"), YAML);
        Files.writeString(host.base().resolve("bad.yml"), YAML.replace("[/srv/serve, \"80\"]", "[sh, -c, \"exit 3\"]"));
        Path archive = host.base().resolve("classes.jsa");
        children = Children.training(archive);
        Process first = begin(prepare("good", NEVER));
        assertThat(first.waitFor(90, TimeUnit.SECONDS)).as("the first run ends").isTrue();
        assertThat(first.exitValue()).as(output("good", NEVER)).isZero();
        assertThat(output("good", NEVER)).contains("promoted: done");
        children = children.trained(archive);
    }

    @AfterAll
    static void noHost() throws Exception {
        host.close();
    }

    @AfterEach
    void noProcessIsLeft() throws Exception {
        if (next != null) {
            next.destroyForcibly().waitFor();
            next = null;
        }
        host.stopDaemon();
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void killedAnywhereInAPromotionTheNextDaemonFinishesIt() throws Exception {
        System.out.println(killAtSteps("good") + " kill points of a promotion, tried " + STEPS);
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void killedAnywhereInAPromotionThatGoesBackTheNextDaemonGoesBack() throws Exception {
        System.out.println(killAtSteps("bad") + " kill points of a promotion that goes back, tried " + STEPS);
    }

    private int killAtSteps(String story) throws Exception {
        for (int cut = STEPS.first(); cut < MOST_STEPS; cut = STEPS.after(cut)) {
            Leaks.delete(host.directories().root().resolve("releases"));
            Process process = begin(next == null ? prepare(story, cut) : next);
            next = prepare(story, STEPS.after(cut));
            boolean ended = process.waitFor(60, TimeUnit.SECONDS);
            process.destroyForcibly().waitFor();
            String output = output(story, cut);
            assertThat(ended).as("the story ends within a minute:\n%s", output).isTrue();
            if (process.exitValue() == 0) {
                assertThat(cut).isGreaterThan(20);
                return cut - 1;
            }
            assertThat(process.exitValue()).as(output).isEqualTo(CutDaemon.KILLED);
            try {
                recover(story, output);
            } catch (Exception | AssertionError e) {
                throw new AssertionError(story + ", killed at step " + cut + ":\n" + output, e);
            }
        }
        throw new AssertionError("the story takes more than " + MOST_STEPS + " steps");
    }

    private static void recover(String story, String output) throws Exception {
        boolean noted = Files.exists(host.directories().root().resolve("promotions/" + Fleet.PROD + ".json"));
        host.startDaemon();
        Fleet fleet = new Fleet(host.directories().socket(), host.base());
        Patience.until(() -> assertThat(fleet.client().releases().promotions())
                .as("promotions under way")
                .isEmpty());
        List<String> history = fleet.history(Fleet.PROD);
        assertThat(history).as("no release stays begun").noneMatch(line -> line.endsWith("begun"));
        if (story.equals("good") && (noted || !history.isEmpty())) {
            assertThat(history).containsExactly("1 promotion of shop-dev 1 done");
            assertThat(fleet.containers(Fleet.PROD)).containsExactly("web-1 running");
        } else {
            assertThat(fleet.containers(Fleet.PROD)).isEmpty();
            assertThat(history).allMatch(line -> line.endsWith("rolled back"));
            assertThat(history).hasSizeLessThan(2);
        }
        assertThat(fleet.client().releases().verifyAudit().text("reason"))
                .as("audit chain, %s", output)
                .isEmpty();
        fleet.down();
        host.stopDaemon();
        assertThat(host.left()).isEmpty();
    }

    /** A process that is loaded, and waits for the word. */
    private static Process prepare(String story, int cut) throws IOException {
        List<String> arguments = new ArrayList<>(host.arguments());
        arguments.addAll(List.of(
                String.valueOf(cut),
                host.base().resolve("dev.yml").toString(),
                host.base().resolve(story + ".yml").toString()));
        return children.start(CutPromotion.class, arguments, outputFile(story, cut));
    }

    private static Process begin(Process process) throws IOException {
        process.getOutputStream().write('\n');
        process.getOutputStream().flush();
        return process;
    }

    private static Path outputFile(String story, int cut) {
        return host.base().resolve("output-" + story + "-" + cut);
    }

    private static String output(String story, int cut) throws IOException {
        return Files.readString(outputFile(story, cut));
    }
}
