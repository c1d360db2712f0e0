package io.jcompose.runtime.build;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.BuildRequest;
import io.jcompose.runtime.Builds.BuildProgress;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageCare;
import io.jcompose.runtime.ResourceLimit;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

/** Whole builds, with real commands, on an image of this host's shell. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ImageBuildsKernelTest {
    private static final String SHELL = "FROM jcompose/shell\n";
    private BuildHost host;

    @BeforeAll
    void open() throws Exception {
        host = new BuildHost();
    }

    @BeforeEach
    void begin() throws Exception {
        host.clear();
    }

    @AfterEach
    void nothingIsLeft() throws Exception {
        host.assertTidy();
    }

    @AfterAll
    void close() throws Exception {
        host.close();
    }

    @Test
    void aCommandsFilesBecomeALayer() throws Exception {
        Image image = host.build(SHELL + "RUN echo hello > /greeting && echo told && rm /etc/passwd\n");
        assertThat(host.read(image, "greeting")).contains("hello\n");
        assertThat(host.seen).contains("> told");
        Path layer = image.layers().get(0);
        try (var names = Files.list(layer)) {
            assertThat(names.map(name -> name.getFileName().toString())).containsExactlyInAnyOrder("etc", "greeting");
        }
        try (var names = Files.list(layer.resolve("etc"))) {
            assertThat(names.map(name -> name.getFileName().toString())).containsExactly("passwd");
        }
    }

    @Test
    void stepsSeeWhatWasDoneBefore() throws Exception {
        host.file("in.txt", "from the context\n");
        Image image = host.build(SHELL
                + "ARG WHO=me\nENV GREETING=hello\nWORKDIR /made/deep\nCOPY in.txt .\n"
                + "RUN echo $GREETING $WHO $(cat in.txt) $(pwd) > out\nUSER 1234:1234\nRUN id -u > /tmp/me || true\n"
                + "CMD [\"cat\", \"out\"]\n");
        assertThat(host.read(image, "made/deep/out")).contains("hello me from the context /made/deep\n");
        assertThat(image.config().workingDirectory()).isEqualTo("/made/deep");
        assertThat(image.config().user()).isEqualTo("1234:1234");
        assertThat(image.config().command()).containsExactly("cat", "out");
        assertThat(image.config().environment()).contains("GREETING=hello");
        assertThat(image.references()).contains("test/built:latest");
    }

    @Test
    void aSecondBuildIsCachedAlsoAfterARestartAndATouch() throws Exception {
        host.file("dir/a", "1");
        String dockerfile = SHELL + "WORKDIR /w\nCOPY dir .\nRUN date +%N > /now\nRUN true\n";
        Image first = host.build(dockerfile);
        host.reopen();
        Files.setLastModifiedTime(host.context.resolve("dir/a"), FileTime.fromMillis(5_000));
        host.seen.clear();
        Image second = host.build(dockerfile);
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(host.seen)
                .contains("CACHED [3/5] COPY dir .", "CACHED [4/5] RUN date +%N > /now", "CACHED [5/5] RUN true");
        host.file("dir/a", "2");
        host.seen.clear();
        Image third = host.build(dockerfile);
        assertThat(host.seen).contains("CACHED [2/5] WORKDIR /w", "DONE [3/5] COPY dir .");
        assertThat(host.read(third, "now")).isNotEqualTo(host.read(first, "now"));
    }

    @Test
    void noCacheDoesEverythingAgain() throws Exception {
        String dockerfile = SHELL + "RUN date +%N > /again\n";
        Image first = host.build(dockerfile);
        BuildRequest request = host.request(dockerfile, Map.of());
        Image second = host.build(
                new BuildRequest(
                        request.context(),
                        request.file(),
                        request.text(),
                        Map.of(),
                        "",
                        Map.of(),
                        request.names(),
                        Map.of("made", "anew"),
                        Map.of(),
                        Map.of(),
                        request.commands(),
                        new BuildRequest.Cache(true, Set.of(), false)),
                host.progress(() -> false));
        assertThat(host.read(second, "again")).isNotEqualTo(host.read(first, "again"));
        assertThat(second.config().labels()).containsEntry("made", "anew");
    }

    @Test
    void stagesGiveTheirFilesAndOnlyNeededOnesAreBuilt() throws Exception {
        Image image = host.build("""
                FROM jcompose/shell AS one
                RUN mkdir /o && echo 1 > /o/f && ln -s f /o/l && chown 7:8 /o/f && chmod 750 /o/f
                FROM jcompose/shell AS never
                RUN exit 1
                FROM one AS two
                RUN echo 2 >> /o/f
                FROM scratch
                COPY --from=one /o /first
                COPY --from=two --chown=9 --chmod=u=rwx,go= /o/f /second/
                COPY --from=jcompose/shell /bin/sh /sh
                CMD ["/sh"]
                """);
        assertThat(host.read(image, "first/f")).contains("1\n");
        assertThat(host.read(image, "first/l")).contains("-> f");
        assertThat(host.read(image, "second/f")).contains("1\n2\n");
        assertThat(host.mode(image, "first/f")).isEqualTo(0750);
        assertThat(host.mode(image, "second/f")).isEqualTo(0700);
        assertThat(host.mode(image, "sh")).isEqualTo(0755);
        assertThat(image.layers()).hasSize(3);
        assertThat(host.seen).noneMatch(line -> line.contains("never"));
    }

    @Test
    void documentsAreScriptsAndFiles() throws Exception {
        Image image = host.build(SHELL + """
                ENV WHO=world
                RUN <<EOF
                echo one > /script
                echo two >> /script
                EOF
                RUN <<EOF
                #!/bin/sh -e
                echo "$0" > /name
                EOF
                COPY --chmod=600 <<hello.txt <<'raw.txt' /docs/
                hello $WHO
                hello.txt
                hello $WHO
                raw.txt
                """);
        assertThat(host.read(image, "script")).contains("one\ntwo\n");
        assertThat(host.read(image, "name")).contains("/dev/pipes/EOF\n");
        assertThat(host.read(image, "docs/hello.txt")).contains("hello world\n");
        assertThat(host.read(image, "docs/raw.txt")).contains("hello $WHO\n");
        assertThat(host.mode(image, "docs/raw.txt")).isEqualTo(0600);
    }

    @Test
    void mountsAreThereForTheCommandAndLeaveNothing() throws Exception {
        host.file("src/x", "bound");
        String dockerfile = SHELL + """
                RUN --mount=type=secret,id=pass --mount=type=bind,source=src,target=/mnt/src \
                    --mount=type=cache,target=/var/keep --mount=type=tmpfs,target=/mem \
                    --mount=type=secret,id=pass,env=PASS \
                    cat /run/secrets/pass /mnt/src/x > /seen && echo $PASS >> /seen && echo x >> /var/keep/count && \
                    wc -l < /var/keep/count >> /seen && touch /mem/y && ! touch /mnt/src/z
                """;
        Image image = host.build(dockerfile);
        assertThat(host.read(image, "seen")).contains("secret-textboundsecret-text\n1\n");
        Path layer = image.layers().get(0);
        try (var names = Files.list(layer)) {
            assertThat(names.map(name -> name.getFileName().toString())).containsExactly("seen");
        }
        Image again = host.build(dockerfile.replace("touch /mem/y", "touch /mem/other"));
        assertThat(host.read(again, "seen")).contains("secret-textboundsecret-text\n2\n");
    }

    @Test
    void aCheckReadsAndBuildsNothing() throws Exception {
        assertThat(host.builds.check(host.request("FROM no/such\nCMD serve it\n", Map.of())))
                .singleElement()
                .asString()
                .startsWith("Dockerfile:2:1: JSONArgsRecommended: ")
                .contains("    CMD serve it\n    ^");
        assertThatThrownBy(
                        () -> host.builds.check(host.request("FROM a\nRUN --network=host x\nEXPOSE many\n", Map.of())))
                .hasMessageContaining("Dockerfile:2:1: RUN --network=host is not allowed")
                .hasMessageContaining("Dockerfile:3:1: 'many' is no port");
        assertThat(host.seen).isEmpty();
    }

    @Test
    void aLineWithoutEndIsToldInPieces() throws Exception {
        host.build(SHELL + "RUN head -c 1000000 /dev/zero | tr '\\0' x\n");
        List<String> pieces =
                host.seen.stream().filter(line -> line.startsWith("> x")).toList();
        assertThat(pieces).allMatch(piece -> piece.length() <= 1 << 17);
        assertThat(pieces.stream().mapToInt(piece -> piece.length() - 2).sum()).isEqualTo(1_000_000);
    }

    @Test
    void aFailureNamesLineAndOutput() {
        assertThatThrownBy(() -> host.build(SHELL + "\nRUN echo before; echo broken >&2; exit 3\n"))
                .isInstanceOf(ContainerException.class)
                .hasMessageStartingWith("Dockerfile:3:1: the command ended with exit code 3; its last output:\n")
                .hasMessageContaining("  | before\n  | broken")
                .hasMessageContaining("RUN echo before");
        assertThatThrownBy(() -> host.build(SHELL + "RUN [\"/no/such\"]\n"))
                .hasMessageStartingWith("Dockerfile:2:1: exec: \"/no/such\"");
        assertThatThrownBy(() -> host.build("FROM no/such\n")).hasMessageStartingWith("Dockerfile:1:1: ");
        assertThatThrownBy(() -> host.build(SHELL + "COPY --chown=nobody-such x /y\n"))
                .hasMessageStartingWith("Dockerfile:2:1: 'x' is not in the context");
    }

    @Test
    void copiesGoWhereDockerPutsThem() throws Exception {
        host.file("a.txt", "a").file("d/b.txt", "b").file("d/e/c.txt", "c").file("skip/me", "s");
        host.file(".dockerignore", "skip\n*.md\n!keep.md\n").file("x.md", "x").file("keep.md", "k");
        Image image = host.build("""
                FROM scratch
                COPY a.txt /file
                COPY a.txt d/*.txt /dir/
                COPY d /tree
                COPY . /all
                COPY --parents d/e/c.txt /up/
                COPY --link a.txt /linked/
                COPY --exclude=*.txt d /less/
                """);
        assertThat(host.read(image, "file")).contains("a");
        assertThat(host.read(image, "dir/a.txt")).contains("a");
        assertThat(host.read(image, "dir/b.txt")).contains("b");
        assertThat(host.read(image, "tree/e/c.txt")).contains("c");
        assertThat(host.read(image, "all/keep.md")).contains("k");
        assertThat(host.read(image, "all/x.md")).isEmpty();
        assertThat(host.read(image, "all/skip/me")).isEmpty();
        assertThat(host.read(image, "up/d/e/c.txt")).contains("c");
        assertThat(host.read(image, "linked/a.txt")).contains("a");
        assertThat(host.read(image, "less/b.txt")).isEmpty();
        assertThat(host.read(image, "less/e/c.txt")).contains("c");
        assertThatThrownBy(() -> host.build("FROM scratch\nCOPY skip/me /x\n"))
                .hasMessageContaining(": .dockerignore leaves it out");
        assertThatThrownBy(() -> host.build("FROM scratch\nCOPY a.txt d /x\n")).hasMessageContaining("end with '/'");
    }

    @Test
    void nothingLeadsOutOfContextOrImage() throws Exception {
        Path outside = Files.createDirectory(host.base.resolve("outside" + System.nanoTime()));
        Files.writeString(outside.resolve("secret"), "s");
        Files.createSymbolicLink(host.context.resolve("way"), outside);
        host.file("f", "f");
        for (String source : new String[] {"../outside/secret", "way/secret", "way"}) {
            assertThatThrownBy(() -> host.build("FROM scratch\nCOPY " + source + " /x\n"))
                    .hasMessageStartingWith("Dockerfile:2:1: ")
                    .hasMessageContaining("leads out of the context");
        }
        assertThatThrownBy(() -> host.build(SHELL + "RUN ln -s " + outside + " /trap\nCOPY f /trap/f\n"))
                .hasMessageStartingWith("Dockerfile:3:1: '/trap' is there and is no directory");
        Image image = host.build(SHELL + "RUN ln -s ../../../.. /top\nCOPY f /top/f\n");
        assertThat(outside.resolve("f")).doesNotExist();
        assertThat(host.read(image, "f")).contains("f");
    }

    @Test
    void archivesAreUnpackedByAddOnly() throws Exception {
        Process tar = new ProcessBuilder(
                        "sh",
                        "-c",
                        "mkdir t && echo x > t/x && ln t/x t/hard && ln -s x t/soft && tar czf a.tgz t && tar cf a.tar t && rm -r t")
                .directory(host.context.toFile())
                .start();
        assertThat(tar.waitFor()).isZero();
        Image image =
                host.build("FROM scratch\nADD a.tgz /z/\nADD a.tar /t\nCOPY a.tar /c/\nADD --unpack=false a.tar /u/\n");
        assertThat(host.read(image, "z/t/x")).contains("x\n");
        assertThat(host.read(image, "z/t/hard")).contains("x\n");
        assertThat(host.read(image, "t/t/soft")).contains("-> x");
        assertThat(host.mode(image, "c/a.tar")).isEqualTo(0644);
        assertThat(host.mode(image, "u/a.tar")).isEqualTo(0644);
    }

    @Test
    void triggersAreDoneByTheImageOnTop() throws Exception {
        host.file("f", "f");
        Image base = host.build(SHELL + "ONBUILD COPY f /triggered\nONBUILD RUN echo hi\n");
        assertThat(host.read(base, "triggered")).isEmpty();
        Image image = host.build("FROM test/built\nRUN cat /triggered\n");
        assertThat(host.read(image, "triggered")).contains("f");
        assertThat(host.seen).contains("> hi", "> f");
    }

    @Test
    void theSameInputGivesTheSameImageWithAnEpoch() throws Exception {
        host.file("f", "f");
        String dockerfile = SHELL + "WORKDIR /w\nCOPY f .\nRUN mkdir d && echo x > d/x && ln -s x d/y\n";
        Map<String, String> epoch = Map.of("SOURCE_DATE_EPOCH", "1700000000");
        Image first = host.build(dockerfile, epoch);
        host.builds.prune();
        Files.setLastModifiedTime(host.context.resolve("f"), FileTime.fromMillis(System.currentTimeMillis()));
        Image second = host.build(dockerfile, epoch);
        assertThat(host.seen).noneMatch(line -> line.startsWith("CACHED"));
        assertThat(second.id()).isEqualTo(first.id());
        assertThat(second.config().created()).hasToString("2023-11-14T22:13:20Z");
    }

    @Test
    void aBuildThatIsGivenUpKillsItsCommand() {
        AtomicBoolean over = new AtomicBoolean();
        var progress = host.progress(() -> over.get() || host.seen.contains("> ready"));
        assertThatThrownBy(() -> host.build(host.request(SHELL + "RUN echo ready; sleep 4711\n", Map.of()), progress))
                .hasMessageContaining("the build was given up");
        assertThat(ProcessHandle.allProcesses()
                        .map(process -> process.info().commandLine().orElse("")))
                .noneMatch(line -> line.contains("sleep 4711"));
    }

    @Test
    void aNetworkOfNoneHasOnlyItself() throws Exception {
        host.build(SHELL + "RUN ls /sys/class/net; wc -c < /etc/resolv.conf\n");
        assertThat(host.seen).contains("> lo", "> 0");
        assertThat(host.seen.stream().filter(line -> line.matches("> (eth|en|docker).*")))
                .isEmpty();
        assertThat(host.networks.asked).isEmpty();
    }

    @Test
    void whoPrunesTakesNothingFromABuildThatRuns() throws Exception {
        ImageCare.Choice all = new ImageCare.Choice(true, null, Map.of());
        AtomicInteger pruned = new AtomicInteger();
        BuildProgress progress = host.progress(() -> {
            try {
                pruned.addAndGet(host.store.care().prune(all, Set.of()).lines().size());
            } catch (ContainerException e) {
                throw new AssertionError(e);
            }
            return false;
        });

        String dockerfile = SHELL + "RUN echo a > /a\nRUN echo b > /b\nRUN cat /a /b\n";
        Image image = host.build(host.request(dockerfile, Map.of()), progress);

        assertThat(pruned).hasPositiveValue();
        assertThat(host.seen).contains("> a", "> b");
        assertThat(host.store.get(image.id(), line -> {}).layers())
                .allSatisfy(layer -> assertThat(layer).isDirectory());
        assertThat(host.store.care().check(line -> {})).isEmpty();
    }

    @Test
    void aCommandThatCannotBeDisconnectedSaysHowItEndedAndLeavesNothing() {
        host.networks.failing.set(1);
        assertThatThrownBy(() -> host.build(
                        SHELL + "RUN exit 3\n",
                        new BuildRequest.Commands("default", List.of(), 0, List.of(), Set.of())))
                .hasMessageStartingWith("Dockerfile:2:1: the command ended with exit code 3");
    }

    @Test
    void commandsAreConnectedToTheNetworkOfTheBuildOnly() throws Exception {
        String dockerfile =
                SHELL + "RUN --network=default cat /etc/resolv.conf /etc/hosts; readlink /proc/self/ns/net\n"
                        + "RUN --network=none readlink /proc/self/ns/net\n";
        BuildRequest.Commands commands = new BuildRequest.Commands(
                "default", List.of("up=host-gateway", "db=10.1.2.3", "db=::7"), 0, List.of(), Set.of());
        int before = host.networks.settled;
        host.build(dockerfile, commands);
        assertThat(host.networks.asked).containsExactly("default");
        assertThat(host.networks.settled).isGreaterThan(before);
        assertThat(host.seen)
                .contains("> nameserver 192.0.2.1", "> nameserver 192.0.2.53", "> 192.0.2.1\tup")
                .contains("> 10.1.2.3\tdb", "> ::7\tdb")
                .doesNotContain("> " + Files.readSymbolicLink(Path.of("/proc/self/ns/net")));
        host.build(dockerfile, commands.in("shop_default"));
        assertThat(host.networks.asked).containsExactly("default", "shop_default");
        assertThatThrownBy(() -> host.build(dockerfile, commands.in("missing")))
                .hasMessageStartingWith("Dockerfile:2:1: there is no network 'missing'");
        assertThatThrownBy(() -> host.build(
                        dockerfile, new BuildRequest.Commands("default", List.of("a=1\n2 b"), 0, List.of(), Set.of())))
                .hasMessageContaining("is no NAME=ADDRESS");
    }

    @Test
    void limitsAndSharedMemoryAreThoseOfTheRequest() throws Exception {
        String dockerfile = SHELL + "RUN ulimit -Sn; ulimit -Hn; ulimit -c; df -k /dev/shm | tail -1\n";
        host.build(
                dockerfile,
                new BuildRequest.Commands(
                        "none",
                        List.of(),
                        3 << 20,
                        List.of(ResourceLimit.parse("nofile=100:200"), ResourceLimit.parse("core=0")),
                        Set.of()));
        assertThat(host.seen)
                .contains("> 100", "> 200", "> 0")
                .anyMatch(line -> line.matches("> \\S+ +3072 .*/dev/shm"));
        assertThatThrownBy(() -> ResourceLimit.parse("nofile=2:1")).hasMessageContaining("not above the hard one");
        assertThatThrownBy(() -> ResourceLimit.parse("files=1")).hasMessageContaining("there is no limit 'files'");
        assertThatThrownBy(() -> ResourceLimit.parse("nofile=x")).hasMessageContaining("NAME=SOFT[:HARD]");
    }

    @Test
    void theHostsNetworkIsForThoseWhoWereAllowed() throws Exception {
        String dockerfile = SHELL + "RUN --network=host readlink /proc/self/ns/net\n";
        String own = "> " + Files.readSymbolicLink(Path.of("/proc/self/ns/net"));
        assertThatThrownBy(() -> host.build(dockerfile))
                .hasMessageStartingWith("Dockerfile:2:1: RUN --network=host is not allowed by who builds: "
                        + "--allow network.host or build.entitlements: [network.host]");
        host.build(
                dockerfile,
                new BuildRequest.Commands("none", List.of(), 0, List.of(), Set.of(BuildRequest.Commands.HOST_NETWORK)));
        assertThat(host.seen).contains(own);
        host.seen.clear();
        host.build(dockerfile + "RUN echo and; readlink /proc/self/ns/net\n", BuildRequest.Commands.USUAL.in("host"));
        assertThat(host.seen.subList(host.seen.indexOf("> and"), host.seen.size()))
                .contains(own);
        assertThatThrownBy(
                        () -> new BuildRequest.Commands("none", List.of(), 0, List.of(), Set.of("security.insecure")))
                .hasMessageContaining("'security.insecure' is not granted here");
    }
}
