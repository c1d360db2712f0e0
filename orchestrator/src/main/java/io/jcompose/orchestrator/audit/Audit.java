package io.jcompose.orchestrator.audit;

import io.jcompose.runtime.disk.DiskWitness;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The audit log: lines are only added, each synced before {@link #append} returns. Whoever cuts or changes a line in the
 * middle breaks the chain; that whole lines are missing at the end cannot be seen in the file alone.
 */
public final class Audit {
    private static final Logger LOG = LoggerFactory.getLogger(Audit.class);
    private static final int SHOWN_BYTES = 200;
    private static final int TAIL_BYTES = 64 << 10;

    private final Path file;
    private final Clock clock;
    private final DiskWitness witness;
    private long lines;
    private String before = AuditLine.NOTHING;
    private long lost;

    private Audit(Path file, Clock clock, DiskWitness witness) {
        this.file = file;
        this.clock = clock;
        this.witness = witness;
    }

    /**
     * Opens the log, which may not be there yet. A last line that a crash tore is cut off, and a new entry says so with
     * what was left of it. A damaged log is gone on with: {@link #verify} tells.
     */
    public static Audit open(Path file, Clock clock, DiskWitness witness) throws IOException {
        Audit audit = new Audit(file, clock, witness);
        if (!Files.exists(file)) {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            try (FileChannel directory = FileChannel.open(file.resolveSibling(""), StandardOpenOption.READ)) {
                directory.force(true);
            }
        }
        byte[] torn = audit.cutTorn();
        audit.findEnd();
        if (torn.length > 0) {
            String shown = new String(torn, 0, Math.min(SHOWN_BYTES, torn.length), StandardCharsets.UTF_8);
            String detail = "the last line was torn and is cut off, " + torn.length + " bytes: " + shown;
            audit.append(Who.DAEMON, new Deed("repair", "", detail, Deed.DONE));
        }
        return audit;
    }

    /** What stands after the last line break, which is removed. */
    private byte[] cutTorn() throws IOException {
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
            long end = log.length();
            long from = Math.max(0, end - TAIL_BYTES);
            byte[] tail = new byte[(int) (end - from)];
            log.seek(from);
            log.readFully(tail);
            int whole = tail.length;
            while (whole > 0 && tail[whole - 1] != '\n') {
                whole--;
            }
            if (whole == tail.length) {
                return new byte[0];
            }
            log.setLength(from + whole);
            log.getChannel().force(true);
            return java.util.Arrays.copyOfRange(tail, whole, tail.length);
        }
    }

    private void findEnd() throws IOException {
        String last = "";
        long count = 0;
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.ISO_8859_1)) {
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                last = line;
                count++;
            }
        }
        if (count > 0) {
            before = AuditLine.digest(new String(last.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8));
        }
        lines = count;
    }

    /**
     * Adds an entry. When the disk refuses, the daemon's log says so, and the next entry that can be written tells how many
     * were lost: nobody is kept from stopping containers by a full disk.
     */
    public synchronized void append(Who who, Deed deed) {
        try {
            if (lost > 0) {
                String detail = lost + " entries could not be written";
                write(new AuditLine(lines + 1, clock.instant(), Who.DAEMON, new Deed("lost", "", detail, ""), before));
                lost = 0;
            }
            write(new AuditLine(lines + 1, clock.instant(), who, deed, before));
        } catch (IOException e) {
            lost++;
            LOG.error("cannot write to the audit log {}: {}; not written: {} {}", file, e, who, deed);
        }
    }

    private void write(AuditLine line) throws IOException {
        String text = line.text();
        witness.writing(file);
        if (!Files.exists(file)) {
            throw new NoSuchFileException(file.toString());
        }
        // Not a channel: an interrupt of whoever commands (a client that went away) would close it before the entry is
        // in.
        try (RandomAccessFile log = new RandomAccessFile(file.toFile(), "rw")) {
            long end = log.length();
            try {
                log.seek(end);
                log.write((text + "\n").getBytes(StandardCharsets.UTF_8));
                log.getFD().sync();
            } catch (IOException e) {
                log.setLength(end);
                throw e;
            }
        }
        lines++;
        before = AuditLine.digest(text);
        witness.written(file);
    }

    /**
     * The last entries, the oldest of them first; lines that cannot be read are left out.
     *
     * @param projects only theirs; empty for all
     * @param most how many at most
     */
    public synchronized List<AuditLine> last(Set<String> projects, int most) throws IOException {
        Deque<AuditLine> found = new ArrayDeque<>();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = reader.readLine(); text != null; text = reader.readLine()) {
                read(text, projects, found);
                if (found.size() > most) {
                    found.removeFirst();
                }
            }
        }
        return new ArrayList<>(found);
    }

    private static void read(String text, Set<String> projects, Deque<AuditLine> found) {
        try {
            AuditLine line = AuditLine.read(text);
            if (projects.isEmpty() || projects.contains(line.deed().project())) {
                found.addLast(line);
            }
        } catch (IOException e) {
            LOG.debug("a line of the audit log cannot be read", e);
        }
    }

    /** Goes through the whole file. */
    public synchronized Verdict verify() throws IOException {
        Chain chain = new Chain();
        try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            String text = reader.readLine();
            while (text != null && chain.take(text)) {
                text = reader.readLine();
            }
        } catch (java.nio.charset.CharacterCodingException e) {
            chain.broken("it is no UTF-8 text: " + e.getMessage());
        }
        Verdict verdict = chain.verdict();
        boolean cut = verdict.whole() && verdict.lines() < lines;
        return cut
                ? new Verdict(
                        verdict.lines(),
                        verdict.lines() + 1,
                        "the file ends here, and this daemon knows of " + lines + " entries")
                : verdict;
    }
}
