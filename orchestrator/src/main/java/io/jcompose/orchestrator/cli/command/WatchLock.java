package io.jcompose.orchestrator.cli.command;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One watcher a project: two would copy everything twice and build at the same time. Gone with its process. */
final class WatchLock implements AutoCloseable {
    private final Path file;
    private final FileChannel channel;

    private WatchLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    /**
     * Takes the project's lock.
     *
     * @param directory of the daemon, which is there
     * @throws UsageException when somebody else has it, with the number of that process
     */
    static WatchLock take(Path directory, String project) throws IOException, UsageException {
        Path file = directory.resolve("watch-" + project + ".lock");
        FileChannel channel = FileChannel.open(
                file, Set.of(StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE));
        if (locked(channel) == null) {
            String holder = Files.readString(file).strip();
            channel.close();
            throw new UsageException(
                    "project " + project + " is watched already" + (holder.isEmpty() ? "" : " by process " + holder),
                    "end that one before");
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(String.valueOf(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return new WatchLock(file, channel);
    }

    private static @Nullable FileLock locked(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException e) {
            return null;
        }
    }

    @Override
    public void close() throws IOException {
        Files.deleteIfExists(file);
        channel.close();
    }
}
