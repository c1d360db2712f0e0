package io.jcompose.orchestrator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every command of the README, and the steps of samples/guestbook/scenario.md. */
class GuestbookScenarioIT {
    private static final String STACK = "samples/guestbook/stack.yml";
    private static final Pattern BLOCK = Pattern.compile("```sh\\n(.*?)```", Pattern.DOTALL);

    private Shell shell;

    GuestbookScenarioIT() throws IOException {
        shell = new Shell();
    }

    @BeforeEach
    void fresh() throws IOException, InterruptedException {
        shell.close();
        shell = new Shell();
    }

    @AfterEach
    void nothingStays() throws IOException, InterruptedException {
        shell.run("./jcompose -f " + STACK + " down -v -t 1");
        shell.run("./jcompose -f samples/shop/stack.yml down -v -t 1");
        shell.run("./jcompose daemon stop --all");
        List<String> left = shell.left();
        shell.close();
        assertThat(left).isEmpty();
    }

    @Test
    void everyCommandOfTheReadmeWorks() throws Exception {
        for (String command : readmeCommands()) {
            if (command.startsWith("./mvnw")) {
                assertThat(Files.readString(Shell.TOP.resolve(".ci/run"))).contains("./mvnw -B -ntp verify");
            } else if (command.equals("./jcompose up -f " + STACK)) {
                runsUntilInterrupted(command);
            } else {
                Shell.Outcome outcome = shell.run(command);
                assertThat(outcome.code())
                        .as("%s%n%s%n%s", command, outcome.out(), outcome.error())
                        .isZero();
            }
        }
    }

    private static List<String> readmeCommands() throws IOException {
        Matcher matcher = BLOCK.matcher(Files.readString(Shell.TOP.resolve("README.md")));
        StringBuilder all = new StringBuilder();
        while (matcher.find()) {
            all.append(matcher.group(1));
        }
        List<String> commands = all.toString()
                .lines()
                .map(line -> line.replaceAll("\\s+#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        assertThat(commands).hasSizeGreaterThan(5);
        return commands;
    }

    private void runsUntilInterrupted(String command) throws Exception {
        Process up = shell.begin("exec " + command);
        page();
        new ProcessBuilder("kill", "-INT", Long.toString(up.pid())).start().waitFor();
        assertThat(up.waitFor(60, TimeUnit.SECONDS)).as("ends after Ctrl-C").isTrue();
        assertThat(up.exitValue()).isEqualTo(130);
    }

    @Test
    void theScenarioHolds() throws Exception {
        ok("./jcompose up -d --wait -f " + STACK);
        assertThat(ok("./jcompose -f " + STACK + " ps").lines()).hasSize(4);
        assertThat(page()).contains("Guestbook");

        ok("curl -sf -o /dev/null -d text=hello http://127.0.0.1:8080/");
        assertThat(page()).contains("hello");

        ok("./jcompose -f " + STACK + " restart");
        ok("./jcompose -f " + STACK + " up -d --wait");
        assertThat(page()).as("entries survive a restart").contains("hello");

        ok("./jcompose -f " + STACK + " down");
        ok("./jcompose -f " + STACK + " up -d --wait");
        assertThat(page()).as("entries survive down and up").contains("hello");

        String seen = ok("./jcompose -f " + STACK
                + " exec -T app sh -c 'cat /proc/1/status; ls /proc/1/fd; cat /proc/self/mountinfo'");
        assertThat(seen).contains("Seccomp:\t2", "CapBnd:\t00000000a80425fb").doesNotContain("/dev/vda / ", "\n4\n");

        assertThat(shell.run("./jcompose -f " + STACK + " plan").code()).isZero();
        assertThat(shell.run("./jcompose -f " + STACK + " exec -T app sh -c 'exit 7'")
                        .code())
                .isEqualTo(7);
    }

    private String ok(String command) throws IOException, InterruptedException {
        Shell.Outcome outcome = shell.run(command);
        assertThat(outcome.code()).as("%s%n%s", command, outcome.error()).isZero();
        return outcome.out();
    }

    /** The page, as soon as somebody answers: curl waits between its tries. */
    private String page() throws IOException, InterruptedException {
        return Curl.get(shell, "http://127.0.0.1:8080/");
    }
}
