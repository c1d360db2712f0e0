package io.jcompose.runtime.launch;

import io.jcompose.runtime.Image;
import io.jcompose.runtime.ImageConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A small layer of this machine's shell and tools with their libraries, made once for all tests. */
final class TestLayer {
    private static final List<String> PROGRAMS = List.of(
            "sleep",
            "cat",
            "id",
            "ls",
            "stat",
            "stty",
            "tty",
            "head",
            "tail",
            "chmod",
            "mkdir",
            "touch",
            "readlink",
            "wc",
            "dd",
            "env",
            "seq",
            "grep",
            "setsid",
            "ln",
            "rm");
    private static final Pattern LIBRARY = Pattern.compile("(/[^ ]+) \\(0x");

    private TestLayer() {}

    static Path directory() {
        return Holder.DIRECTORY;
    }

    static Image imageOf(List<Path> layers) {
        return new Image(
                "sha256:test",
                List.of("test"),
                layers,
                new ImageConfig(
                        Instant.EPOCH,
                        List.of(),
                        List.of(),
                        List.of("PATH=/usr/bin:/bin"),
                        "",
                        "",
                        null,
                        List.of(),
                        List.of(),
                        Map.of(),
                        null),
                0);
    }

    private static final class Holder {
        static final Path DIRECTORY = make();

        private static Path make() {
            try {
                Path layer = Path.of("target", "test-layer").toAbsolutePath();
                Files.createDirectories(layer.resolve("etc"));
                Files.createDirectories(layer.resolve("tmp"));
                copy(Path.of("/bin/dash"), layer, Path.of("/bin/sh"));
                for (String program : PROGRAMS) {
                    copy(Path.of("/usr/bin", program), layer, Path.of("/bin", program));
                }
                Files.writeString(
                        layer.resolve("etc/passwd"),
                        "root:x:0:0:root:/root:/bin/sh\nalice:x:1234:2345:Alice:/home/alice:/bin/sh\n");
                Files.writeString(layer.resolve("etc/group"), "root:x:0:\nwheel:x:77:bob,alice\nstaff:x:2345:\n");
                Files.writeString(layer.resolve("etc/not-a-program"), "just text\n");
                return layer;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private static void copy(Path program, Path layer, Path target) throws IOException {
            copyFile(program, layer.resolve(target.toString().substring(1)));
            Process ldd = new ProcessBuilder("ldd", program.toString()).start();
            String output = new String(ldd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            Matcher library = LIBRARY.matcher(output);
            while (library.find()) {
                copyFile(
                        Path.of(library.group(1)),
                        layer.resolve(library.group(1).substring(1)));
            }
        }

        private static void copyFile(Path from, Path to) throws IOException {
            Files.createDirectories(to.getParent());
            try {
                Files.copy(from.toRealPath(), to, StandardCopyOption.COPY_ATTRIBUTES);
            } catch (FileAlreadyExistsException e) {
                // Another program needed it, too.
                return;
            }
        }
    }
}
