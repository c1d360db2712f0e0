package io.jcompose.network.linux;

import io.jcompose.runtime.disk.Disk;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The file of the leases: replaced as a whole, so that a crash leaves the old or the new one. */
final class LeaseFile {
    private final Disk disk;
    private final Path file;

    LeaseFile(Disk disk, Path file) {
        this.disk = disk;
        this.file = file.toAbsolutePath();
    }

    Leases read() throws IOException {
        if (!Files.exists(file)) {
            return Leases.NONE;
        }
        try {
            return LeaseJson.read(Files.readString(file));
        } catch (IOException e) {
            throw new IOException("cannot read the network leases in " + file + ": " + e.getMessage(), e);
        }
    }

    void write(Leases leases) throws IOException {
        Files.createDirectories(file.resolveSibling(""));
        disk.write(file, LeaseJson.write(leases).getBytes(StandardCharsets.UTF_8));
    }
}
