package io.jcompose.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.layer.TarEntry.Kind;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.apache.commons.compress.archivers.tar.TarArchiveOutputStream;
import org.apache.commons.compress.archivers.tar.TarConstants;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** GNU tar in all its formats, and commons-compress as an oracle of the codec. */
class OtherTarsKernelTest {
    private final Path scratch;

    OtherTarsKernelTest() throws IOException {
        scratch = Files.createTempDirectory("jcompose-tars");
    }

    @AfterEach
    void clear() throws IOException {
        TreeRemoval.remove(scratch);
    }

    private String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command)
                .directory(scratch.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }

    private String look(String directory) throws Exception {
        String find = "cd " + directory
                + " && find . -printf '%p %y %m %U:%G %l %n %TY-%Tm-%Td %TH:%TM:%.2TS' -type f -printf ' %s'"
                + " -printf '\\n' | sort";
        return run("sh", "-c", find);
    }

    private void tree() throws Exception {
        run("mkdir", "-p", "tree/d/" + "n".repeat(90) + "/" + "m".repeat(90), "tree/e");
        run(
                "sh",
                "-c",
                "cd tree && echo hello > d/f && ln d/f e/hard && ln -s ../d/f e/link && mkfifo e/pipe && head -c 70000 /dev/urandom > big");
        run("sh", "-c", "cd tree && ln -s /" + "t".repeat(150) + " long && touch 'd/'$(printf '\\303\\251')");
        run("sh", "-c", "cd tree && chown 1000:2000 d/f && chmod 4755 big && chmod 700 e && chown -h 5:6 e/link");
        run("sh", "-c", "find tree -exec touch -h -d '2020-01-02 03:04:05' {} +");
    }

    @Test
    void allFormatsOfGnuTarAreUnpackedTheSame() throws Exception {
        tree();
        for (String format : List.of("gnu", "pax", "oldgnu")) {
            run("tar", "-C", "tree", "--format=" + format, "-cf", format + ".tar", ".");
            try (InputStream in = Files.newInputStream(scratch.resolve(format + ".tar"))) {
                LayerUnpacker.unpack(in, scratch.resolve(format), UnpackLimits.USUAL);
            }
            assertThat(look(format)).as(format).isEqualTo(look("tree"));
            run("diff", "-r", "--no-dereference", "--exclude=pipe", "tree", format);
        }
    }

    @Test
    void gnuTarUnpacksWhatWePack() throws Exception {
        tree();
        try (var out = Files.newOutputStream(scratch.resolve("ours.tar"))) {
            LayerTar.write(scratch.resolve("tree"), out);
        }
        run("mkdir", "again");
        run("touch", "-d", "2020-01-02 03:04:05", "again");

        run("tar", "-C", "again", "-xpf", "ours.tar");

        run("touch", "-d", "2020-01-02 03:04:05", "again");
        assertThat(look("again")).isEqualTo(look("tree"));
    }

    /** Entries of any kind; equal seeds give equal ones. */
    private static List<TarEntry> entries(Random random) {
        List<TarEntry> entries = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            List<Kind> kinds = List.of(Kind.values());
            Kind kind = kinds.get(random.nextInt(kinds.size()));
            boolean link = kind == Kind.LINK || kind == Kind.HARD_LINK;
            String slash = kind == Kind.DIRECTORY ? "/" : "";
            entries.add(new TarEntry(
                    kind,
                    name(random) + slash,
                    link ? name(random) : "",
                    kind == Kind.FILE ? random.nextInt(2000) : 0,
                    new TarEntry.Status(
                            random.nextInt(010000),
                            random.nextInt(3) == 0 ? random.nextInt(Integer.MAX_VALUE) : 1000,
                            random.nextInt(5000),
                            random.nextInt(4) == 0 ? -random.nextInt(1000) - 1 : random.nextInt(Integer.MAX_VALUE),
                            0),
                    kind == Kind.CHARACTER || kind == Kind.BLOCK
                            ? new TarEntry.Device(random.nextInt(200), random.nextInt(200))
                            : TarEntry.Device.NONE));
        }
        return entries;
    }

    private static String name(Random random) {
        StringBuilder name = new StringBuilder("n");
        int length = random.nextInt(4) == 0 ? 90 + random.nextInt(100) : random.nextInt(20);
        for (int i = 0; i < length; i++) {
            name.append(i % 30 == 29 ? '/' : (char) ('a' + random.nextInt(26)));
        }
        return name.append('x').toString();
    }

    private static String told(
            Kind kind, String name, String target, long size, int mode, long uid, long gid, long seconds) {
        return "%s %s -> %s, %d bytes, %o, %d:%d, at %d".formatted(kind, name, target, size, mode, uid, gid, seconds);
    }

    private static String told(TarEntry entry) {
        TarEntry.Status status = entry.status();
        return told(
                entry.kind(),
                entry.name(),
                entry.target(),
                entry.size(),
                status.mode(),
                Integer.toUnsignedLong(status.uid()),
                Integer.toUnsignedLong(status.gid()),
                status.seconds());
    }

    private static String told(TarArchiveEntry entry) {
        Kind kind = entry.isLink()
                ? Kind.HARD_LINK
                : entry.isSymbolicLink()
                        ? Kind.LINK
                        : entry.isDirectory()
                                ? Kind.DIRECTORY
                                : entry.isCharacterDevice()
                                        ? Kind.CHARACTER
                                        : entry.isBlockDevice() ? Kind.BLOCK : entry.isFIFO() ? Kind.FIFO : Kind.FILE;
        return told(
                kind,
                entry.getName(),
                entry.getLinkName(),
                entry.getSize(),
                entry.getMode(),
                entry.getLongUserId(),
                entry.getLongGroupId(),
                Math.floorDiv(entry.getLastModifiedTime().toMillis(), 1000));
    }

    @Test
    void commonsCompressReadsWhatWeWrite() throws Exception {
        for (long seed = 0; seed < 100; seed++) {
            List<TarEntry> entries = entries(new Random(seed));
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            TarWriter writer = new TarWriter(bytes);
            for (TarEntry entry : entries) {
                writer.write(entry, new ByteArrayInputStream(new byte[(int) entry.size()]));
            }
            writer.finish();

            List<String> read = new ArrayList<>();
            try (var in = new TarArchiveInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
                for (TarArchiveEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                    read.add(told(entry));
                }
            }
            assertThat(read)
                    .as("seed " + seed)
                    .isEqualTo(entries.stream().map(OtherTarsKernelTest::told).toList());
        }
    }

    @Test
    void weReadWhatCommonsCompressWrites() throws Exception {
        for (int mode : new int[] {TarArchiveOutputStream.LONGFILE_POSIX, TarArchiveOutputStream.LONGFILE_GNU}) {
            for (long seed = 0; seed < 50; seed++) {
                List<TarEntry> entries = entries(new Random(seed));
                byte[] bytes = written(entries, mode);
                List<String> read = new ArrayList<>();
                TarReader reader = new TarReader(new ByteArrayInputStream(bytes));
                for (TarEntry entry = reader.next(); entry != null; entry = reader.next()) {
                    read.add(told(entry));
                }
                assertThat(read)
                        .as("seed " + seed)
                        .isEqualTo(
                                entries.stream().map(OtherTarsKernelTest::told).toList());
            }
        }
    }

    private static byte[] written(List<TarEntry> entries, int longNames) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (var out = new TarArchiveOutputStream(bytes)) {
            out.setLongFileMode(longNames);
            out.setBigNumberMode(
                    longNames == TarArchiveOutputStream.LONGFILE_GNU
                            ? TarArchiveOutputStream.BIGNUMBER_STAR
                            : TarArchiveOutputStream.BIGNUMBER_POSIX);
            for (TarEntry entry : entries) {
                TarArchiveEntry item =
                        new TarArchiveEntry(entry.name(), (byte) entry.kind().flag());
                item.setLinkName(entry.target());
                item.setSize(entry.size());
                item.setMode(entry.status().mode());
                item.setUserId((long) entry.status().uid());
                item.setGroupId((long) entry.status().gid());
                item.setLastModifiedTime(java.nio.file.attribute.FileTime.from(
                        entry.status().seconds(), java.util.concurrent.TimeUnit.SECONDS));
                if (entry.kind().flag() == TarConstants.LF_CHR || entry.kind().flag() == TarConstants.LF_BLK) {
                    item.setDevMajor(entry.device().major());
                    item.setDevMinor(entry.device().minor());
                }
                out.putArchiveEntry(item);
                out.write(new byte[(int) entry.size()]);
                out.closeArchiveEntry();
            }
        }
        return bytes.toByteArray();
    }
}
