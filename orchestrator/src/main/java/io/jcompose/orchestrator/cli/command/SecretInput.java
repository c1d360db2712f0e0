package io.jcompose.orchestrator.cli.command;

import io.jcompose.spec.Contents;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Contents that a person gives: in a file, or on the standard input. */
final class SecretInput {
    private static final int LARGEST_ARCHIVE = 64 << 20;

    private SecretInput() {}

    /** The content of a secret or config; {@code -} is the standard input. */
    static byte[] content(Session session, String file) throws IOException, UsageException {
        return read(session, file, Contents.LARGEST);
    }

    /** A file with many of them. */
    static byte[] archive(Session session, String file) throws IOException, UsageException {
        return read(session, file, LARGEST_ARCHIVE);
    }

    private static byte[] read(Session session, String file, int largest) throws IOException, UsageException {
        byte[] content = file.equals("-") ? fromInput(session, largest) : fromFile(session, file, largest);
        if (content.length > largest) {
            throw new UsageException(
                    (file.equals("-") ? "the standard input" : file) + " is larger than " + (largest >> 10) + " KiB");
        }
        return content;
    }

    private static byte[] fromInput(Session session, int largest) throws IOException, UsageException {
        if (session.console().terminal().in()) {
            throw new UsageException("the standard input is a terminal", "name a FILE, or pipe the content in");
        }
        return session.console().in().readNBytes(largest + 1);
    }

    private static byte[] fromFile(Session session, String file, int largest) throws IOException, UsageException {
        Path path = session.console().directory().resolve(file);
        if (Files.isDirectory(path)) {
            throw new UsageException(file + " is a directory");
        }
        try (InputStream in = Files.newInputStream(path)) {
            return in.readNBytes(largest + 1);
        } catch (NoSuchFileException e) {
            throw new UsageException("there is no file " + file);
        }
    }
}
