package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Unpacks what is packed by bzip2 or xz with the host's programs, as Docker does with xz. */
final class Unpacking implements AutoCloseable {
    private static final Map<String, String> PROGRAMS = Map.of("BZh", "bzip2", "\u00fd7zXZ\0", "xz");
    private static final int LONGEST_COMPLAINT = 1_000;
    /** Bytes behind the end of the archive that are waited for, to hear whether all of it was whole. */
    private static final int MOST_PADDING = 1 << 20;

    private final String program;
    private final String archive;
    private final Process process;
    private final CompletableFuture<String> feeding;
    private final CompletableFuture<String> complaint;

    /** Its name, for bytes that begin so; empty for none. */
    static Optional<String> programOf(byte[] start) {
        String text = new String(start, StandardCharsets.ISO_8859_1);
        return PROGRAMS.entrySet().stream()
                .filter(entry -> text.startsWith(entry.getKey()))
                .map(Map.Entry::getValue)
                .findFirst();
    }

    /** @param archive its name, for messages */
    Unpacking(String program, String archive, InputStream packed) throws ContainerException {
        this.program = program;
        this.archive = archive;
        try {
            process = new ProcessBuilder(List.of(program, "-dcq")).start();
        } catch (IOException e) {
            throw new ContainerException(
                    "'" + archive + "' is packed by " + program + ", which this host has not: install it, or unpack the"
                            + " archive in a RUN after ADD --unpack=false or COPY",
                    e);
        }
        feeding = CompletableFuture.supplyAsync(() -> feed(packed), Unpacking::onThread);
        complaint = CompletableFuture.supplyAsync(this::listen, Unpacking::onThread);
    }

    private static void onThread(Runnable work) {
        Thread thread = new Thread(work, "unpacking");
        thread.setDaemon(true);
        thread.start();
    }

    /** Its failure, or nothing: a program that ended early says itself why. */
    private String feed(InputStream packed) {
        try (OutputStream in = process.getOutputStream()) {
            packed.transferTo(in);
            return "";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    private String listen() {
        try (InputStream errors = process.getErrorStream()) {
            String text = new String(errors.readNBytes(LONGEST_COMPLAINT), StandardCharsets.UTF_8);
            errors.transferTo(OutputStream.nullOutputStream());
            return text.strip();
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        }
    }

    InputStream output() {
        return process.getInputStream();
    }

    /**
     * The program must have unpacked everything.
     *
     * @param read whether its output was read to the end of the archive in it
     */
    void check(boolean read) throws IOException, ContainerException {
        if (!read) {
            return;
        }
        if (output().readNBytes(MOST_PADDING).length == MOST_PADDING) {
            return;
        }
        try {
            if (process.waitFor() != 0) {
                throw new ContainerException("'" + archive + "' cannot be unpacked: " + program + " says "
                        + complaint.join() + feeding.join());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Cancelled();
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
        var unused = feeding.join();
        unused = complaint.join();
    }
}
