package io.jcompose.orchestrator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The steps of samples/shop/scenario.md, with the real PostgreSQL, Redis and nginx of this host. */
class ShopScenarioIT {
    private static final String PAGE = "http://127.0.0.1:8081/";

    private Shell shell;
    private String stack;

    ShopScenarioIT() throws IOException {
        shell = new Shell();
        stack = "";
    }

    /** A copy of the sample: a step of the scenario changes it. */
    @BeforeEach
    void fresh() throws IOException, InterruptedException {
        shell.close();
        shell = new Shell();
        stack = "./jcompose -f " + shell.base().resolve("shop/stack.yml") + " ";
        ok("cp -r samples/shop " + shell.base());
    }

    @AfterEach
    void nothingStays() throws IOException, InterruptedException {
        shell.run(stack + "down -v -t 1");
        shell.run("./jcompose daemon stop --all");
        List<String> left = shell.left();
        shell.close();
        assertThat(left).isEmpty();
    }

    @Test
    void theScenarioHolds() throws Exception {
        ok("samples/shop/bases.sh");
        assertThat(ok("./jcompose image ls")).contains("debian/postgres", "debian/redis", "debian/nginx");

        assertThat(build("up -d --wait"))
                .contains("RUN java -XX:ArchiveClassesAtExit")
                .doesNotContain("CACHED");
        assertThat(ok(stack + "ps").lines()).hasSize(6);
        assertThat(Curl.get(shell, PAGE)).contains("<h1>Shop</h1>");
        ok("curl -sf -d tea " + PAGE + "api/products");
        assertThat(Curl.get(shell, PAGE + "api/products")).startsWith("{\"products\":[\"tea\"],\"views\":1,");

        assertThat(build("build").lines().filter(line -> line.endsWith("CACHED")))
                .as("steps that need not be done again")
                .hasSize(7);

        String before = ok(stack + "ps -q db");
        Path page = shell.base().resolve("shop/web/site/index.html");
        Files.writeString(page, Files.readString(page).replace("<h1>Shop", "<h1>The Shop"));
        assertThat(build("up -d --build --wait")).contains("Container shop-web-1 Removed");
        assertThat(Curl.get(shell, PAGE)).contains("<h1>The Shop</h1>");
        assertThat(ok(stack + "ps -q db")).as("the database goes on").isEqualTo(before);

        ok(stack + "down");
        ok(stack + "up -d --wait");
        assertThat(Curl.get(shell, PAGE + "api/products"))
                .as("the volume outlives down")
                .contains("tea");
    }

    /** What a command that builds told of its progress. */
    private String build(String command) throws IOException, InterruptedException {
        Shell.Outcome outcome = shell.run(stack + command);
        assertThat(outcome.code()).as("%s%n%s", command, outcome.error()).isZero();
        return outcome.error();
    }

    private String ok(String command) throws IOException, InterruptedException {
        Shell.Outcome outcome = shell.run(command);
        assertThat(outcome.code()).as("%s%n%s", command, outcome.error()).isZero();
        return outcome.out();
    }
}
