package io.jcompose.orchestrator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The steps of samples/promotion/scenario.md, on a copy whose code is changed. */
class PromotionScenarioIT {
    private static final String PROD = "http://127.0.0.1:8182/";

    private Shell shell;
    private Path copy;

    PromotionScenarioIT() throws IOException {
        shell = new Shell();
        copy = shell.base().resolve("samples");
    }

    @BeforeEach
    void aCopyOfTheSamples() throws IOException {
        for (String part : List.of("promotion", "guestbook/src", "guestbook/target/app")) {
            copy(Shell.TOP.resolve("samples").resolve(part), copy.resolve(part));
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.toList()) {
                Path target = to.resolve(from.relativize(file).toString());
                if (Files.isDirectory(file)) {
                    Files.createDirectories(target);
                } else {
                    Files.copy(file, target);
                }
            }
        }
    }

    @AfterEach
    void nothingStays() throws IOException, InterruptedException {
        for (String environment : List.of("dev", "stage", "prod")) {
            run("-e " + environment + " down -v -t 1");
        }
        shell.run("./jcompose daemon stop --all");
        List<String> left = shell.left();
        shell.close();
        assertThat(left).isEmpty();
    }

    private Shell.Outcome run(String words) throws IOException, InterruptedException {
        return shell.run("./jcompose -f " + copy.resolve("promotion/stack.yml") + " " + words);
    }

    private String ends(int code, String words) throws IOException, InterruptedException {
        Shell.Outcome outcome = run(words);
        assertThat(outcome.code())
                .as("%s%n%s%n%s", words, outcome.out(), outcome.error())
                .isEqualTo(code);
        return outcome.out();
    }

    private void change(String file, String before, String after) throws IOException {
        Path code = copy.resolve("guestbook/src/main/java/io/jcompose/samples/guestbook")
                .resolve(file);
        String text = Files.readString(code);
        assertThat(text).contains(before);
        Files.writeString(code, text.replace(before, after));
    }

    private void promoteToProd() throws IOException, InterruptedException {
        ends(0, "promote dev stage -y");
        ends(2, "promote stage prod -y");
    }

    @Test
    @Timeout(value = 10, unit = TimeUnit.MINUTES)
    void theScenarioHolds() throws Exception {
        ends(0, "-e dev up -d --wait --build");
        promoteToProd();
        assertThat(ends(0, "env ls")).contains("waiting for an approval");
        ends(0, "promote --approve stage prod");
        assertThat(Curl.get(shell, PROD)).contains("Guestbook");
        assertThat(ends(0, "-e prod ps").lines().filter(line -> line.contains("8182")))
                .hasSize(2);

        change("PageHandler.java", "Guestbook", "Visitors");
        ends(0, "-e dev up -d --wait --build");
        assertThat(Curl.get(shell, PROD)).contains("Guestbook");
        assertThat(ends(0, "diff dev prod")).contains("services.app.image").doesNotContain("services.db.image");
        promoteToProd();
        String load = underLoad("promote --approve stage prod", 0);
        assertThat(Curl.get(shell, PROD)).contains("Visitors");
        System.out.println("load on prod during the promotion, answers by status: " + load);
        assertThat(load).as("no request failed").matches("[0-9]+ 200");

        change(
                "Guestbook.java",
                "Entries entries",
                "if (\"prod\".equals(System.getenv(\"GUESTBOOK_STAGE\"))) throw new IOException(\"broken\");\n"
                        + "        Entries entries");
        ends(0, "-e dev up -d --wait --build");
        promoteToProd();
        Shell.Outcome broken = run("promote --approve --timeout 50 stage prod");
        assertThat(broken.code()).as(broken.out() + broken.error()).isEqualTo(1);
        assertThat(broken.error()).contains("rolled back");
        assertThat(Curl.get(shell, PROD)).contains("Visitors");

        assertThat(ends(0, "history prod").lines().toList().subList(1, 4))
                .satisfiesExactly(
                        line -> assertThat(line).startsWith("3 ").contains("rolled back"),
                        line -> assertThat(line).startsWith("2 *").contains("done"),
                        line -> assertThat(line).startsWith("1 ").contains("done"));
        ends(0, "rollback prod -y");
        assertThat(Curl.get(shell, PROD)).contains("Guestbook");
        assertThat(ends(0, "audit verify")).startsWith("The audit log is whole");
    }

    /** How often prod gave which answer while the command ran. */
    private String underLoad(String words, int code) throws Exception {
        Path stop = shell.base().resolve("stop");
        Path answers = shell.base().resolve("answers");
        Process load = shell.talk("while ! test -e " + stop + "; do curl -s -m 5 -o /dev/null -w '%{http_code}\\n' "
                + PROD + " >> " + answers + "; done");
        ends(code, words);
        Files.createFile(stop);
        assertThat(load.waitFor(30, TimeUnit.SECONDS)).as("the load ends").isTrue();
        return shell.run("sort " + answers + " | uniq -c").out().strip().replaceAll("\\s+", " ");
    }
}
