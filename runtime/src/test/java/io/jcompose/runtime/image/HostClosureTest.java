package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.image.HostTree.Entry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class HostClosureTest {
    private final Scratch directory;

    HostClosureTest() throws IOException {
        directory = Scratch.create();
    }

    @AfterEach
    void clear() throws IOException {
        directory.close();
    }

    private FakeHost fake() throws IOException {
        return FakeHost.in(directory.resolve("host"));
    }

    private static HostTree tree(FakeHost fake, String... paths) throws IOException, ContainerException {
        HostClosure closure = new HostClosure(fake.host(), path -> path.startsWith("/secret"));
        for (String path : paths) {
            closure.require(Path.of(path));
        }
        return closure.tree();
    }

    private static List<String> paths(HostTree tree) {
        return tree.entries().entrySet().stream()
                .filter(entry -> !(entry.getValue() instanceof Entry.Folder))
                .map(entry -> entry.getValue() instanceof Entry.Link link
                        ? entry.getKey() + " -> " + link.target()
                        : entry.getKey().toString())
                .toList();
    }

    private static Entry.Copy copy(HostTree tree, String path) {
        assertThat(tree.at(Path.of(path))).isInstanceOf(Entry.Copy.class);
        return (Entry.Copy) Objects.requireNonNull(tree.at(Path.of(path)));
    }

    @Test
    void followsTheLoaderTheLibrariesAndTheLinksOnTheWay() throws Exception {
        FakeHost fake = fake().link("/lib", "usr/lib")
                .link("/bin", "usr/bin")
                .elf("/usr/bin/tool", ElfBytes.wide().interpreter("/lib/ld.so").needs("liba.so.1"))
                .elf("/usr/lib/ld-2.so", ElfBytes.wide())
                .link("/usr/lib/ld.so", "ld-2.so")
                .link("/usr/lib/liba.so.1", "liba.so.1.2")
                .elf("/usr/lib/liba.so.1.2", ElfBytes.wide().needs("libb.so"))
                .elf("/usr/lib/libb.so", ElfBytes.wide().needs("liba.so.1"))
                .elf("/usr/lib/libunused.so", ElfBytes.wide());

        assertThat(paths(tree(fake, "/bin/tool")))
                .containsExactly(
                        "/bin -> usr/bin",
                        "/lib -> usr/lib",
                        "/usr/bin/tool",
                        "/usr/lib/ld-2.so",
                        "/usr/lib/ld.so -> ld-2.so",
                        "/usr/lib/liba.so.1 -> liba.so.1.2",
                        "/usr/lib/liba.so.1.2",
                        "/usr/lib/libb.so");
    }

    @Test
    void searchesLibrariesInTheLoadersOrder() throws Exception {
        FakeHost fake = fake().text("/etc/ld.so.conf", "include ld.so.conf.d/*.conf  # more\n")
                .text("/etc/ld.so.conf.d/b.conf", "/opt/configured, /opt/other\n")
                .text("/etc/ld.so.conf.d/ignored.txt", "/opt/ignored\n")
                .elf(
                        "/opt/app/bin/tool",
                        ElfBytes.wide().rpath("$ORIGIN/../lib").needs("own.so", "conf.so", "std.so"))
                .elf("/opt/app/lib/own.so", ElfBytes.wide().needs("inherited.so"))
                .elf("/opt/app/lib/inherited.so", ElfBytes.wide())
                .elf("/opt/configured/own.so", ElfBytes.wide())
                .elf("/opt/configured/conf.so", ElfBytes.wide())
                .elf("/opt/ignored/std.so", ElfBytes.wide())
                .elf("/usr/lib/conf.so", ElfBytes.wide())
                .elf("/usr/lib/std.so", ElfBytes.wide());

        assertThat(paths(tree(fake, "/opt/app/bin/tool")))
                .containsExactly(
                        "/opt/app/bin/tool",
                        "/opt/app/lib/inherited.so",
                        "/opt/app/lib/own.so",
                        "/opt/configured/conf.so",
                        "/usr/lib/std.so");
    }

    @Test
    void aLibraryThatTheLoaderWouldFindInItsCacheOnlyGetsALinkBesideTheCLibrary() throws Exception {
        FakeHost fake = fake().text("/etc/ld.so.conf", "/lib/m\n/opt/far\n")
                .elf("/opt/tool", ElfBytes.wide().needs("libfar.so", "libc.so.6"))
                .elf("/opt/far/libfar.so", ElfBytes.wide())
                .elf("/lib/m/libc.so.6", ElfBytes.wide());

        assertThat(paths(tree(fake, "/opt/tool")))
                .containsExactly(
                        "/lib/m/libc.so.6",
                        "/lib/m/libfar.so -> /opt/far/libfar.so",
                        "/opt/far/libfar.so",
                        "/opt/tool");
    }

    @Test
    void passesOverLibrariesOfAnotherMachineAndThoseThatAreNone() throws Exception {
        FakeHost fake = fake().elf("/tool", ElfBytes.wide().needs("l.so", "gone.so"))
                .elf("/lib64/l.so", ElfBytes.of(false, true))
                .text("/usr/lib64/l.so", "INPUT(-lreal)")
                .elf("/lib/l.so", ElfBytes.wide().machine(183))
                .elf("/usr/lib/l.so", ElfBytes.wide());
        HostClosure closure = new HostClosure(fake.host(), path -> false);

        closure.require(Path.of("/tool"));

        assertThat(paths(closure.tree())).containsExactly("/tool", "/usr/lib/l.so");
        assertThat(closure.missing()).containsExactly("gone.so");
    }

    @Test
    void followsInterpretersOfScripts() throws Exception {
        FakeHost fake = fake().script("/bin/app", "#! /usr/bin/env -S A=b python -x\nrest")
                .script("/bin/other", "#!/bin/dash\n")
                .script("/bin/dash", "")
                .script("/usr/bin/env", "")
                .script("/usr/bin/python", "#!no/absolute\n")
                .text("/bin/data", "#!/bin/never\n")
                .script("/bin/never", "");

        assertThat(paths(tree(fake, "/bin/app", "/bin/other", "/bin/data")))
                .containsExactly("/bin/app", "/bin/dash", "/bin/data", "/bin/other", "/usr/bin/env", "/usr/bin/python");
    }

    @Test
    void linksThatRunInCirclesAreKeptAndEnd() throws Exception {
        FakeHost fake = fake().link("/app/a", "b")
                .link("/app/b", "a")
                .link("/app/self", "self")
                .link("/app/up", "..")
                .link("/app/deep", "deep/deep")
                .link("/app/gone", "/nowhere/x")
                .text("/app/file", "x");

        assertThat(paths(tree(fake, "/app")))
                .containsExactly(
                        "/app/a -> b",
                        "/app/b -> a",
                        "/app/deep -> deep/deep",
                        "/app/file",
                        "/app/gone -> /nowhere/x",
                        "/app/self -> self",
                        "/app/up -> ..");
    }

    @Test
    void linksToTheRootTheKernelAndExcludedPlacesAreNotFollowed() throws Exception {
        FakeHost fake = fake().link("/app/root", "/")
                .link("/app/climb", "../../../../../../../../etc/passwd")
                .link("/app/fd", "/proc/self/mounts")
                .link("/app/null", "/dev/null")
                .link("/app/key", "/secret/key")
                .link("/proc/self", "42")
                .text("/proc/42/mounts", "")
                .text("/dev/null", "")
                .text("/secret/key", "")
                .text("/etc/passwd", "the fake one");

        HostTree tree = tree(fake, "/app");

        assertThat(paths(tree))
                .containsExactly(
                        "/app/climb -> ../../../../../../../../etc/passwd",
                        "/app/fd -> /proc/self/mounts",
                        "/app/key -> /secret/key",
                        "/app/null -> /dev/null",
                        "/app/root -> /",
                        "/etc/passwd");
        assertThat(copy(tree, "/etc/passwd").source()).startsWith(directory.path());
    }

    @Test
    void aDirectoryOutsideIsTakenWithAllThatIsInIt() throws Exception {
        FakeHost fake = fake().link("/app/conf", "/etc/app")
                .text("/etc/app/a.conf", "")
                .text("/etc/app/sub/b.conf", "")
                .text("/etc/other", "");

        assertThat(paths(tree(fake, "/app")))
                .containsExactly("/app/conf -> /etc/app", "/etc/app/a.conf", "/etc/app/sub/b.conf");
    }

    @Test
    void setUserIdIsTakenAwayAndPipesAreLeftOut() throws Exception {
        FakeHost fake = fake().bytes("/app/su", new byte[] {1}, 06755).directory("/app/shared");
        Files.setAttribute(fake.file("/app/shared"), "unix:mode", 03777);
        Process mkfifo = new ProcessBuilder("mkfifo", fake.file("/app/pipe").toString()).start();
        assertThat(mkfifo.waitFor()).isZero();

        HostTree tree = tree(fake, "/app");

        assertThat(copy(tree, "/app/su").mode()).isEqualTo(0755);
        assertThat(tree.at(Path.of("/app/shared"))).isEqualTo(new Entry.Folder(01777));
        assertThat(paths(tree)).containsExactly("/app/su");
    }

    @Test
    void brokenProgramsAreCarriedAsData() throws Exception {
        FakeHost fake = fake().bytes("/app/broken", new byte[] {0x7f, 'E', 'L', 'F', 2, 1}, 0755)
                .elf("/app/odd", ElfBytes.wide().interpreter("relative").needs("../../etc/passwd", "a\nb"));

        assertThat(paths(tree(fake, "/app"))).containsExactly("/app/broken", "/app/odd");
    }

    @Test
    void whatTheUserNamesMustBeThere() throws Exception {
        FakeHost fake = fake().link("/loop", "loop")
                .link("/all", "/")
                .text("/proc/x", "")
                .text("/file", "");

        for (String path : List.of("/missing", "/loop", "/file/below", "/missing/../file")) {
            assertThatThrownBy(() -> tree(fake, path))
                    .isInstanceOf(ContainerException.class)
                    .hasMessage("cannot take " + path + " into the image: there is no such file on this host");
        }
        for (String path : List.of("/", "/all", "/proc/x")) {
            assertThatThrownBy(() -> tree(fake, path))
                    .isInstanceOf(ContainerException.class)
                    .hasMessageContaining("name what is needed in it");
        }
    }
}
