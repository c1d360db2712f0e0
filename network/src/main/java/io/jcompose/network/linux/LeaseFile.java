package io.jcompose.network.linux;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.Flags;
import io.jcompose.runtime.linux.Kernel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** The file of the leases: replaced as a whole, so that a crash leaves the old or the new one. */
final class LeaseFile {
    private final Kernel kernel;
    private final Path file;

    LeaseFile(Kernel kernel, Path file) {
        this.kernel = kernel;
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
        Path directory = file.getParent();
        if (directory != null) {
            Files.createDirectories(directory);
        }
        Path temporary = file.resolveSibling(file.getFileName() + ".new");
        int flags = Flags.O_WRONLY | Flags.O_CREAT | Flags.O_TRUNC | Flags.O_NOFOLLOW;
        try (Fd fd = kernel.open(temporary, flags, 0600)) {
            kernel.write(fd, LeaseJson.write(leases).getBytes(StandardCharsets.UTF_8));
            kernel.fsync(fd);
        }
        Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE);
        if (directory != null) {
            try (Fd fd = kernel.open(directory, Flags.O_RDONLY | Flags.O_DIRECTORY, 0)) {
                kernel.fsync(fd);
            }
        }
    }
}
