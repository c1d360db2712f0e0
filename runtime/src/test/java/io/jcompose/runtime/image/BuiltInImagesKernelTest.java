package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.Image;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.disk.DiskWitness;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The images of this very host, entered with chroot(8). */
class BuiltInImagesKernelTest {
    private final Scratch directory;

    BuiltInImagesKernelTest() throws IOException {
        directory = Scratch.create();
    }

    @AfterEach
    void clear() throws IOException {
        directory.close();
    }

    @Test
    void shellRunsInItsOwnRoot() throws Exception {
        ImageStore store = ImageStore.open(directory.resolve("images"), new Disk(DiskWitness.NONE));
        List<String> progress = new ArrayList<>();

        Image image = store.get("jcompose/shell", progress::add);

        assertThat(image.references()).containsExactly("jcompose/shell:latest");
        assertThat(image.config().command()).containsExactly("sh");
        assertThat(progress)
                .allMatch(line -> line.startsWith("jcompose/shell: "))
                .isNotEmpty();
        Path root = image.layers().get(0);
        assertThat(chroot(
                        root, "echo ok; ls -d /tmp /root /proc; id -un; stat -c %a /tmp; echo a b | awk '{print $2}'"))
                .isEqualTo("ok\n/proc\n/root\n/tmp\nroot\n1777\nb\n");
        for (String program : List.of("bash", "sed", "grep", "find", "tar", "ps", "ip", "curl", "date", "getent")) {
            if (Files.exists(Path.of("/usr/bin", program))) {
                assertThat(chroot(
                                root,
                                program + " --version >/dev/null 2>&1; [ $? -ne 126 -a $? -ne 127 ] && echo runs"))
                        .as(program)
                        .isEqualTo("runs\n");
            }
        }
    }

    @Test
    void noFileOfShellGivesAnotherUser() throws Exception {
        Image image = ImageStore.open(directory.resolve("images"), new Disk(DiskWitness.NONE))
                .get("jcompose/shell", line -> {});

        try (var files = Files.walk(image.layers().get(0))) {
            assertThat(files.filter(file -> !Files.isSymbolicLink(file)).filter(BuiltInImagesKernelTest::setsId))
                    .isEmpty();
        }
    }

    private static boolean setsId(Path file) {
        try {
            return ((Integer) Files.getAttribute(file, "unix:mode") & 06000) != 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void javaRunsOnTheLayersOfShell() throws Exception {
        ImageStore store = ImageStore.open(directory.resolve("images"), new Disk(DiskWitness.NONE));

        Image image = store.get("jcompose/java", line -> {});

        Image shell = store.get("jcompose/shell", line -> {});
        assertThat(image.layers()).hasSize(2).endsWith(shell.layers().get(0));
        Path root = Files.createDirectory(directory.resolve("root"));
        String layers = image.layers().stream().map(Path::toString).collect(Collectors.joining(":"));
        String inside =
                "java -version && javac --version && keytool -list -cacerts -storepass changeit | grep -c trusted";
        // All mounts end with the namespace.
        String script = "cd " + root + " && mount -t tmpfs none . && cd " + root + " && mkdir upper work all"
                + " && mount -t overlay none -o lowerdir=" + layers + ",upperdir=upper,workdir=work all"
                + " && mount -t proc proc all/proc && exec chroot all /usr/bin/env "
                + String.join(" ", image.config().environment()) + " sh -c '" + inside + "'";
        String output = run("unshare", "--mount", "--pid", "--fork", "sh", "-c", script);
        assertThat(output).contains(System.getProperty("java.version")).containsPattern("(?m)^[1-9][0-9]+$");
    }

    private static String chroot(Path root, String script) throws Exception {
        return run("chroot", root.toString(), "/bin/sh", "-c", script);
    }

    private static String run(String... command) throws Exception {
        ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().put("PATH", "/usr/sbin:/usr/bin:/sbin:/bin");
        Process process = builder.start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(output).isZero();
        return output;
    }
}
