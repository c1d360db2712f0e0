package io.jcompose.orchestrator.secret;

import io.jcompose.orchestrator.secret.SecretException.Kind;
import io.jcompose.runtime.disk.Disk;
import io.jcompose.spec.Contents;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The directory of the store: {@code key}, {@code named.json}, and {@code blobs/} with a sealed file for each content,
 * named by its digest. The only class that knows these names.
 */
final class SecretFiles {
    private static final String ALGORITHM = "sha256:";
    private static final int LARGEST_FILE = Contents.LARGEST + 1024;

    private static final Set<PosixFilePermission> CLOSED = PosixFilePermissions.fromString("rwx------");
    private static final Set<PosixFilePermission> OWN = PosixFilePermissions.fromString("rw-------");

    private final Path directory;
    private final Path blobs;
    private final Disk disk;
    private @Nullable Seal seal;

    private SecretFiles(Path directory, Disk disk) {
        this.directory = directory;
        this.blobs = directory.resolve("blobs");
        this.disk = disk;
    }

    /** Opens the directory; nothing is made before there is something to keep. */
    static SecretFiles open(Path directory, Disk disk) throws IOException {
        SecretFiles files = new SecretFiles(directory, disk);
        if (Files.isDirectory(directory)) {
            Files.setPosixFilePermissions(directory, CLOSED);
            files.readKey();
        }
        return files;
    }

    private synchronized Seal seal() throws IOException {
        Seal known = seal;
        if (known == null) {
            Files.createDirectories(blobs, PosixFilePermissions.asFileAttribute(CLOSED));
            Files.setPosixFilePermissions(directory, CLOSED);
            byte[] key = new byte[Seal.KEY_BYTES];
            SecureRandom random = new SecureRandom();
            random.nextBytes(key);
            disk.write(directory.resolve("key"), key);
            known = new Seal(key, random);
            seal = known;
        }
        return known;
    }

    private synchronized void readKey() throws IOException {
        Path file = directory.resolve("key");
        if (Files.exists(file)) {
            byte[] key = Files.readAllBytes(file);
            if (key.length != Seal.KEY_BYTES) {
                throw new SecretException(
                        Kind.DAMAGED,
                        "the key of secrets " + file + " is damaged: it has " + key.length + " bytes instead of "
                                + Seal.KEY_BYTES + "; bring it back from a backup");
            }
            // Who brings it back from a backup need not think of that.
            Files.setPosixFilePermissions(file, OWN);
            seal = new Seal(key, new SecureRandom());
        } else if (!names(blobs).isEmpty()) {
            throw new SecretException(
                    Kind.DAMAGED,
                    "the key of secrets " + file + " is missing: bring it back from a backup, or remove " + directory
                            + " to go on without them");
        }
    }

    private static List<String> names(Path blobs) throws IOException {
        List<String> names = new ArrayList<>();
        if (!Files.isDirectory(blobs)) {
            return names;
        }
        try (DirectoryStream<Path> files = Files.newDirectoryStream(blobs)) {
            files.forEach(file -> names.add(file.getFileName().toString()));
        }
        return names;
    }

    /** Keeps a content; its digest. What is there and whole is left as it is. */
    String put(byte[] content) throws IOException {
        String digest = Contents.digest(content);
        if (!isWhole(digest)) {
            disk.write(blob(digest), seal().seal(digest, content));
        }
        return digest;
    }

    private boolean isWhole(String digest) throws IOException {
        try {
            get(digest);
            return true;
        } catch (SecretException e) {
            return false;
        }
    }

    boolean has(String digest) {
        return Files.exists(blob(digest));
    }

    byte[] get(String digest) throws IOException {
        Path file = blob(digest);
        if (!Files.exists(file)) {
            throw new SecretException(Kind.NOT_FOUND, "the content " + digest + " is not in the daemon's store");
        }
        if (Files.size(file) > LARGEST_FILE) {
            throw new SecretException(Kind.DAMAGED, "the sealed file of " + digest + " is too large");
        }
        return seal().open(digest, Files.readAllBytes(file));
    }

    /** Removes every content but these, and what a crash left. */
    void retain(Set<String> digests) throws IOException {
        for (String name : names(blobs)) {
            if (!digests.contains(ALGORITHM + name)) {
                disk.discard(blobs.resolve(name));
            }
        }
    }

    /** What is known of names. */
    Path named() {
        return directory.resolve("named.json");
    }

    /** Stores what is known of names. */
    void putNamed(byte[] content) throws IOException {
        seal();
        disk.write(named(), content);
    }

    private Path blob(String digest) {
        String hex = digest.startsWith(ALGORITHM) ? digest.substring(ALGORITHM.length()) : "";
        if (!hex.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("no digest of a content: " + digest);
        }
        return blobs.resolve(hex);
    }
}
