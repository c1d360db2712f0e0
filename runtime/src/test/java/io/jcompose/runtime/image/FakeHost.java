package io.jcompose.runtime.image;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A small machine in a directory; paths are those that the machine has. */
record FakeHost(Path root) {
    static FakeHost in(Path root) throws IOException {
        Files.createDirectories(root);
        return new FakeHost(root);
    }

    Host host() {
        return new Host(root, Path.of("/opt/java"));
    }

    FakeHost directory(String path) throws IOException {
        Files.createDirectories(file(path));
        return this;
    }

    FakeHost text(String path, String content) throws IOException {
        return bytes(path, content.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0644);
    }

    FakeHost script(String path, String content) throws IOException {
        return bytes(path, content.getBytes(java.nio.charset.StandardCharsets.UTF_8), 0755);
    }

    FakeHost elf(String path, ElfBytes content) throws IOException {
        return bytes(path, content.bytes(), 0755);
    }

    FakeHost bytes(String path, byte[] content, int mode) throws IOException {
        Path file = file(path);
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.write(file, content);
        Files.setAttribute(file, "unix:mode", mode);
        return this;
    }

    FakeHost link(String path, String target) throws IOException {
        Path directory = file(path).getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Files.createSymbolicLink(file(path), Path.of(target));
        return this;
    }

    Path file(String path) {
        return host().file(Path.of(path));
    }
}
