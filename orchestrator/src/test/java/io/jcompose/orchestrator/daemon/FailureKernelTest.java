package io.jcompose.orchestrator.daemon;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.orchestrator.client.DaemonException;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What cannot be: a sentence, nothing half made, and it works once the cause is gone. */
class FailureKernelTest extends DaemonOnAHost {
    private static final String YAML = """
            services:
              db:
                image: jcompose/shell
                command: [/srv/serve, "5432"]
                volumes: ["./serve:/srv/serve:ro", "data:/data"]
              web:
                image: jcompose/shell
                command: [/srv/serve, "80"]
                restart: always
                volumes: ["./serve:/srv/serve:ro"]
                ports: ["18083:80"]
                depends_on: [db]
            volumes: {data: {}}
            """;

    private static void isRefused(String yaml, String... words) throws Exception {
        assertThatThrownBy(() -> stack.up(yaml))
                .isInstanceOf(DaemonException.Refused.class)
                .message()
                .contains(words)
                .doesNotContain("Exception", "io.jcompose");
    }

    private static void isRefusedAndLeavesNothing(String yaml, String... words) throws Exception {
        isRefused(yaml, words);
        assertThat(stack.known()).as("still wanted").isFalse();
        assertThat(host.left().stream().filter(thing -> !thing.contains("volumes/shop_data")))
                .isEmpty();
        stack.up(YAML);
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
    }

    @Test
    void anImageThatIsNotThere() throws Exception {
        isRefusedAndLeavesNothing(YAML.replaceFirst("(?s)(web:.*?image: )jcompose/shell", "$1no/such"), "no/such");
    }

    @Test
    void aPortThatAnotherProgramHas() throws Exception {
        try (ServerSocket other = host.in(() -> new ServerSocket(18083, 1, InetAddress.getByName("0.0.0.0")))) {
            assertThat(other.isBound()).isTrue();
            isRefused(YAML, "18083");
            assertThat(stack.known()).as("still wanted").isFalse();
            assertThat(host.left()).isEmpty();
        }
        stack.up(YAML);
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
    }

    @Test
    void aCommandThatDoesNotExist() throws Exception {
        isRefusedAndLeavesNothing(YAML.replace("[/srv/serve, \"80\"]", "[/no/such/program]"), "/no/such/program");
    }

    @Test
    void aServiceThatWasAddedAndCannotStartLeavesNoContainer() throws Exception {
        stack.up(YAML);
        String bad = "  bad: {image: jcompose/shell, command: [/no/such/program]}\nvolumes: {data";
        isRefused(YAML.replace("volumes: {data", bad), "/no/such/program");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        stack.down();
        assertThat(host.left()).isEmpty();
    }

    @Test
    void aBindSourceThatDoesNotExist() throws Exception {
        isRefusedAndLeavesNothing(
                YAML.replace(
                        "[\"./serve:/srv/serve:ro\"]",
                        "[{type: bind, source: ./missing, target: /x, bind: {create_host_path: false}}]"),
                "missing");
        assertThat(Files.exists(host.base().resolve("missing"))).isFalse();
    }

    @Test
    void aMemoryLimitThatNothingCanLiveIn() throws Exception {
        isRefusedAndLeavesNothing(YAML.replace("restart: always", "restart: always\n    mem_limit: 4k"), "memory");
    }

    @Test
    void aWorkingDirectoryThatIsAFile() throws Exception {
        isRefusedAndLeavesNothing(
                YAML.replace("restart: always", "restart: always\n    working_dir: /srv/serve"), "/srv/serve");
    }

    @Test
    void aUserThatTheImageDoesNotHave() throws Exception {
        isRefusedAndLeavesNothing(
                YAML.replace("restart: always", "restart: always\n    user: nosuchuser"), "nosuchuser");
    }

    @Test
    void aBindSourceInsideAFile() throws Exception {
        Path file = Files.writeString(host.base().resolve("file"), "");
        isRefusedAndLeavesNothing(
                YAML.replace("[\"./serve:/srv/serve:ro\"]", "[\"./file/inside:/x\"]"),
                "cannot make the bind source",
                "file/inside");
        Files.delete(file);
    }

    @Test
    void anUnhealthyDependencyIsNamedAndContainersStay() throws Exception {
        String yaml = YAML.replace("depends_on: [db]", "depends_on: {db: {condition: service_healthy}}")
                .replace("  web:", "    healthcheck: {test: [CMD, \"false\"], interval: 50ms, retries: 2}\n  web:");
        isRefused(yaml, "shop-db-1", "unhealthy");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 created");
    }

    @Test
    void aServiceInTroubleIsNoMatterOfCommandsOnOthers() throws Exception {
        String yaml = """
                services:
                  ill:
                    image: jcompose/shell
                    init: true
                    command: [sleep, "1000"]
                    healthcheck: {test: [CMD, "false"], interval: 50ms, retries: 1}
                  never: {image: jcompose/shell, depends_on: {ill: {condition: service_healthy}}}
                  slow:
                    image: jcompose/shell
                    command: [sh, -c, "trap 'sleep 1; exit 0' TERM; while :; do sleep 0.05; done"]
                    stop_grace_period: 3s
                """;
        isRefused(yaml, "ill-1 is unhealthy");
        Patience.until(() -> assertThat(stack.row("slow").state()).isEqualTo("running"));
        stack.stop("slow");
        assertThat(stack.row("slow").state()).as("it has come to its end").isEqualTo("exited");
        stack.start("slow");
        assertThat(stack.row("slow").state()).isEqualTo("running");
        stack.restart("slow");
        assertThat(stack.row("slow").state()).isEqualTo("running");
        for (String[] services : List.of(new String[] {"never"}, new String[0])) {
            assertThatThrownBy(() -> stack.start(services)).hasMessageContaining("ill-1 is unhealthy");
        }
    }

    @Test
    void aChangeThatCannotBeLeavesWhatRuns() throws Exception {
        stack.up(YAML);
        String before = stack.status().containers().get(1).id();
        isRefused(YAML.replaceFirst("(?s)(web:.*?image: )jcompose/shell", "$1no/such"), "no/such");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        assertThat(stack.status().containers().get(1).id()).isEqualTo(before);
        isRefused(YAML.replace("[/srv/serve, \"80\"]", "[/no/such/program]"), "/no/such/program");
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
        String web = stack.status().containers().get(1).id().substring(0, 12);
        Patience.until(() -> assertThat(host.ask(18083)).isEqualTo(web + "\n"));
    }

    /** A file system on the directory that has room for next to nothing, while the work is done. */
    private static void full(String directory, Patience.Claim work) throws Exception {
        Path path = host.directories().root().resolve(directory);
        Kernel kernel = Kernel.live();
        kernel.mount("tmpfs", path, "tmpfs", 0, "size=4k,nr_inodes=64");
        try {
            Files.write(path.resolve("ballast"), new byte[4096]);
            work.holds();
            Files.delete(path.resolve("ballast"));
        } finally {
            kernel.unmount(path, Flags.MNT_DETACH);
        }
    }

    @Test
    void aFullDiskForContainers() throws Exception {
        full("containers", () -> {
            isRefused(YAML, "nothing was changed: the disk of", "is nearly full", "stay free");
            assertThat(stack.known()).as("still wanted").isFalse();
        });
        stack.up(YAML);
        assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
    }

    @Test
    void aFullDiskForWishesIsToldAndDownStillWorks() throws Exception {
        full("projects", () -> {
            assertThat(stack.up(YAML).warnings()).singleElement().asString().contains("not on disk", "No space left");
            assertThat(stack.states()).containsExactly("db-1 running", "web-1 running");
            stack.down();
            assertThat(stack.known()).isFalse();
        });
    }
}
