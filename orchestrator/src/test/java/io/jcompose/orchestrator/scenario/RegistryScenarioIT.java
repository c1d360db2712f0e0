package io.jcompose.orchestrator.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A user with an account at Debian's registry: login in its three ways, push and pull of services. */
class RegistryScenarioIT {
    private static final String HOST = "127.0.0.1:5000";

    private Shell shell;

    RegistryScenarioIT() throws Exception {
        shell = new Shell();
    }

    @BeforeEach
    void begin() throws Exception {
        Path config = shell.base().resolve("registry.yml");
        Path users = shell.base().resolve("htpasswd");
        Files.writeString(
                config,
                "version: 0.1\nstorage: {filesystem: {rootdirectory: %s/data}}\nhttp: {addr: '%s'}\n"
                                .formatted(shell.base(), HOST)
                        + "auth: {htpasswd: {realm: test, path: %s}}\n".formatted(users));
        done("htpasswd -Bbn bob 'se cret' >" + users);
        shell.begin("exec docker-registry serve " + config + " >" + shell.base() + "/registry.log 2>&1");
        done("curl -s --retry 100 --retry-connrefused --retry-delay 1 --retry-max-time 60 -o /dev/null http://" + HOST
                + "/v2/");
    }

    @AfterEach
    void nothingStays() throws Exception {
        shell.run("./jcompose daemon stop --all");
        List<String> left = shell.left();
        shell.close();
        assertThat(left).isEmpty();
    }

    private Shell.Outcome run(String command) throws Exception {
        return shell.run("export HOME=" + shell.base() + "; " + command);
    }

    private String done(String command) throws Exception {
        Shell.Outcome outcome = run(command);
        assertThat(outcome.code())
                .as("%s%n%s%n%s", command, outcome.out(), outcome.error())
                .isZero();
        return outcome.out();
    }

    private Path accounts() {
        return shell.base().resolve(".config/jcompose/auth.json");
    }

    @Test
    void anAccountIsKeptWhenTheRegistryKnowsIt() throws Exception {
        Shell.Outcome wrong = run("echo wrong | ./jcompose login -u bob --password-stdin " + HOST);
        assertThat(wrong.code()).isNotZero();
        assertThat(wrong.error()).contains(HOST).doesNotContain("Exception");
        assertThat(accounts()).doesNotExist();

        assertThat(done("echo 'se cret' | ./jcompose login -u bob --password-stdin " + HOST))
                .contains("Login Succeeded; kept in " + accounts());
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(accounts())))
                .isEqualTo("rw-------");
        assertThat(done("./jcompose logout " + HOST)).contains("Removed the account for " + HOST);
    }

    private static void answer(Reader out, StringBuilder seen, String question, Writer in, String answer)
            throws IOException {
        while (seen.indexOf(question) < 0) {
            int c = out.read();
            assertThat(c).as("it asks %s; %s", question, seen).isGreaterThanOrEqualTo(0);
            seen.append((char) c);
        }
        in.write(answer);
        in.flush();
    }

    @Test
    void aTerminalIsAskedAndDoesNotShowThePassword() throws Exception {
        assertThat(run("./jcompose login " + HOST).error()).contains("there is no terminal to ask");

        Process login = shell.talk(
                "export HOME=" + shell.base() + "; exec script -qefc './jcompose login " + HOST + "' /dev/null");
        StringBuilder seen = new StringBuilder();
        try (Reader out = login.inputReader();
                Writer in = login.outputWriter()) {
            answer(out, seen, "Username: ", in, "bob\n");
            answer(out, seen, "Password: ", in, "se cret\n");
            for (int c = out.read(); c >= 0; c = out.read()) {
                seen.append((char) c);
            }
        }
        assertThat(login.waitFor()).as(seen.toString()).isZero();
        assertThat(seen.toString()).contains("Login Succeeded").doesNotContain("se cret");
        assertThat(accounts()).exists();
    }

    @Test
    void servicesArePushedAndPulledByTheirNames() throws Exception {
        Path stack = shell.base().resolve("stack.yml");
        Files.writeString(stack, """
                name: pushed
                services:
                  one: {image: '%1$s/team/one:1', build: {dockerfile_inline: FROM jcompose/shell}}
                  two: {image: '%1$s/team/two:1', build: {dockerfile_inline: FROM jcompose/shell}}
                """.formatted(HOST));
        String compose = "./jcompose -f " + stack + " ";
        done("echo 'se cret' | ./jcompose login -u bob --password-stdin " + HOST);
        done(compose + "build");
        String catalog = "curl -s -u 'bob:se cret' http://" + HOST + "/v2/_catalog";
        done(compose + "push two");
        assertThat(done(catalog)).contains("{\"repositories\":[\"team/two\"]}");
        done(compose + "push");
        assertThat(done(catalog)).contains("team/one", "team/two");

        done("./jcompose image rm " + HOST + "/team/one:1 && ./jcompose image rm " + HOST + "/team/two:1");
        done(compose + "pull one");
        assertThat(done("./jcompose image ls")).contains("team/one").doesNotContain("team/two");
        String two = "./jcompose image pull " + HOST + "/team/two:1";
        Shell.Outcome foreign = run("DOCKER_DEFAULT_PLATFORM=linux/s390x " + two);
        assertThat(foreign.code()).isNotZero();
        assertThat(foreign.error()).contains("linux/s390x, which this host cannot run");
        done("./jcompose logout " + HOST);
        assertThat(run(two).error()).contains("jcompose login " + HOST);
        done("./jcompose image prune -a -f");
    }
}
