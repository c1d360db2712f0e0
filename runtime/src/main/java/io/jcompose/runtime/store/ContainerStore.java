package io.jcompose.runtime.store;

import io.jcompose.runtime.ContainerSpec;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.runtime.keeper.ExitRecord;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.LinkedHashMap;
import java.util.Map;

/** The intents of all containers of one root directory. */
public final class ContainerStore {
    private static final String REMOVING = ".removing";
    private final Path directory;
    private final Disk disk;

    /** Finishes removals, and takes back creations, that were begun before. */
    public ContainerStore(Path directory, Disk disk) throws IOException {
        this.directory = directory;
        this.disk = disk;
        Files.createDirectories(directory);
        // Only root: upper directories hold set-user-id files of images, which no user of the host may reach.
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                // What has no intent was never promised to anybody: the daemon was killed while it made it.
                if (entry.toString().endsWith(REMOVING) || !Files.exists(new ContainerFiles(entry).spec())) {
                    disk.removeTree(entry);
                } else {
                    disk.removeTree(new ContainerFiles(entry).copying());
                    disk.removeTree(new ContainerFiles(entry).scrap());
                }
            }
        }
    }

    public ContainerFiles files(String id) {
        return new ContainerFiles(directory.resolve(id));
    }

    /** All containers whose intent was stored, by id. */
    public Map<String, ContainerSpec> load() throws IOException {
        Map<String, ContainerSpec> specs = new LinkedHashMap<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
            for (Path entry : entries) {
                ContainerSpec spec = decode(new ContainerFiles(entry));
                specs.put(spec.id(), spec);
            }
        }
        return specs;
    }

    private static ContainerSpec decode(ContainerFiles files) throws IOException {
        try {
            return SpecCodec.decode(Files.readAllBytes(files.spec()));
        } catch (IOException e) {
            throw new IOException("cannot read " + files.spec() + ": " + e.getMessage(), e);
        }
    }

    /** Stores the intent, durably: once it is there, so is all that a start needs. What cannot be stored leaves nothing. */
    public void create(ContainerSpec spec) throws IOException {
        try {
            write(spec);
        } catch (IOException e) {
            takeBack(spec.id(), e);
            throw e;
        }
    }

    private void takeBack(String id, IOException cause) {
        // An interrupted thread cannot write files.
        boolean interrupted = Thread.interrupted();
        try {
            remove(id);
        } catch (IOException e) {
            cause.addSuppressed(e);
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void write(ContainerSpec spec) throws IOException {
        ContainerFiles files = files(spec.id());
        Files.createDirectories(files.directory());
        for (Path needed : files.directories()) {
            Files.createDirectories(needed);
        }
        Files.setPosixFilePermissions(files.upper(), PosixFilePermissions.fromString("rwxr-xr-x"));
        // Written in advance, so that a full disk loses no exit code.
        disk.replace(files.exit(), new byte[ExitRecord.BYTES]);
        disk.write(files.spec(), SpecCodec.encode(spec));
        disk.sync(directory);
    }

    /** Takes the container out of sight at once and then deletes it; a crash between is made good at the next open. */
    public void remove(String id) throws IOException {
        Path gone = directory.resolve(id + REMOVING);
        if (Files.exists(directory.resolve(id))) {
            disk.move(directory.resolve(id), gone);
        }
        disk.removeTree(gone);
    }
}
