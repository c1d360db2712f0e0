package io.jcompose.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.jcompose.runtime.disk.TreeRemoval;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Layers that want out, or to fill the machine: each is refused with a sentence, and nothing but its directory was touched. */
class HostileLayersKernelTest {
    private static final UnpackLimits SMALL = new UnpackLimits(1000, 1 << 20, 1 << 14);

    private final Path scratch;
    private final Path victim;
    private final Path layer;

    HostileLayersKernelTest() throws IOException {
        scratch = Files.createTempDirectory("jcompose-hostile");
        victim = Files.createDirectory(scratch.resolve("victim"));
        Files.writeString(victim.resolve("secret"), "untouched");
        layer = scratch.resolve("layer");
    }

    @AfterEach
    void clear() throws IOException {
        TreeRemoval.remove(scratch);
    }

    private String refusal(byte[] tar) {
        try {
            LayerUnpacker.unpack(new ByteArrayInputStream(tar), layer, SMALL);
            return "taken";
        } catch (MalformedLayer e) {
            return String.valueOf(e.getMessage());
        } catch (IOException e) {
            return e.toString();
        }
    }

    private void assertContained() throws IOException {
        try (Stream<Path> all = Files.list(scratch)) {
            assertThat(all).containsExactlyInAnyOrder(victim, layer);
        }
        try (Stream<Path> all = Files.list(victim)) {
            assertThat(all).containsExactly(victim.resolve("secret"));
        }
        assertThat(victim.resolve("secret")).hasContent("untouched");
        assertThat(Files.getAttribute(victim.resolve("secret"), "unix:nlink")).isEqualTo(1);
    }

    private Map<String, byte[]> escapes() {
        String out = victim.toString();
        Map<String, byte[]> tars = new LinkedHashMap<>();
        tars.put("'..' in its name", new TarBytes().file("../victim/new", "x").bytes());
        tars.put(
                "'..' in its name, which",
                new TarBytes().file("a/../../victim/new", "x").bytes());
        tars.put(
                "lies below 'door'",
                new TarBytes().link("door", out).file("door/new", "x").bytes());
        tars.put(
                "lies below 'a/door'",
                new TarBytes()
                        .folder("a")
                        .link("a/door", "../../victim")
                        .folder("a/door/new")
                        .bytes());
        tars.put(
                "lies below 'x'",
                new TarBytes().link("x", "y").link("y", out).file("x/new", "").bytes());
        tars.put(
                "is a hard link to",
                new TarBytes().hardLink("mine", out + "/secret").bytes());
        tars.put(
                "'..' in its name, which could",
                new TarBytes().hardLink("mine", "../victim/secret").bytes());
        tars.put(
                "is a hard link to 'door/secret'",
                new TarBytes().link("door", out).hardLink("mine", "door/secret").bytes());
        tars.put(
                "is a hard link to 'mine'",
                new TarBytes().hardLink("mine", "mine").bytes());
        tars.put("is a hard link to '/'", new TarBytes().hardLink("mine", "/").bytes());
        tars.put(
                "is a hard link to 'd'",
                new TarBytes().folder("d").hardLink("mine", "d").bytes());
        tars.put(
                "is a hard link to 'gone'",
                new TarBytes().file(".wh.gone", "").hardLink("m", "gone").bytes());
        tars.put(
                "a whiteout of what is no name",
                new TarBytes().file(".wh...", "").bytes());
        tars.put("'.wh..' is a whiteout", new TarBytes().file(".wh..", "").bytes());
        tars.put("'a/.wh.' is a whiteout", new TarBytes().file("a/.wh.", "").bytes());
        tars.put(
                "lies below 'f'",
                new TarBytes().file("f", "x").file("f/.wh.x", "").bytes());
        tars.put(
                "has a NUL in its name",
                new TarBytes().pax(Map.of("path", "a\0b")).file("x", "").bytes());
        tars.put("leads to what cannot be a name", new TarBytes().link("x", "").bytes());
        tars.put("its root is no directory", new TarBytes().link("./", out).bytes());
        return tars;
    }

    @Test
    void nothingLeadsOut() throws Exception {
        for (Map.Entry<String, byte[]> item : escapes().entrySet()) {
            assertThat(refusal(item.getValue())).contains(item.getKey());
            assertContained();
            TreeRemoval.remove(layer);
        }
    }

    private static Map<String, byte[]> excesses() {
        Map<String, byte[]> tars = new LinkedHashMap<>();
        TarBytes many = new TarBytes();
        for (int i = 0; i < 1001; i++) {
            many.file("f" + i, "");
        }
        tars.put("more than 1000 entries", many.bytes());
        TarBytes folders = new TarBytes();
        for (int i = 0; i < 100; i++) {
            folders.folder("d" + i + "n".repeat(200));
        }
        tars.put("the names of its directories", folders.bytes());
        tars.put(
                "its files have more than 1048576 bytes",
                new TarBytes().file("f", "x".repeat(1_100_000)).bytes());
        tars.put(
                "deeper than 200",
                new TarBytes().file("d/".repeat(201) + "f", "").bytes());
        tars.put("longer than 255", new TarBytes().file("n".repeat(256), "").bytes());
        tars.put(
                "has a name of 5000 bytes",
                new TarBytes().file("n/".repeat(2500), "").bytes());
        tars.put(
                "an extended header has 1048577 bytes",
                new TarBytes().extension('x', new byte[(1 << 20) + 1]).bytes());
        TarBytes records = new TarBytes();
        for (int i = 0; i < 3; i++) {
            records.pax(Map.of("user." + i, "x".repeat(400_000)));
        }
        tars.put("extended headers of more than 1048576", records.file("f", "").bytes());
        byte[] usual = new TarBytes().file("f", "").bytes();
        tars.put(
                "more than 16777216 bytes stand behind its end",
                java.util.Arrays.copyOf(usual, usual.length + (17 << 20)));
        tars.put(
                "has an attribute 'user.large' of 70000 bytes, for which this file system has no room",
                new TarBytes()
                        .pax(Map.of("SCHILY.xattr.user.large", "x".repeat(70_000)))
                        .file("f", "")
                        .bytes());
        tars.put(
                "has an attribute 'user.page' of 60000 bytes, for which this file system has no room",
                new TarBytes()
                        .pax(Map.of("SCHILY.xattr.user.page", "x".repeat(60_000)))
                        .file("f", "")
                        .bytes());
        tars.put(
                "has an attribute 'user.nnn",
                new TarBytes()
                        .pax(Map.of("SCHILY.xattr.user." + "n".repeat(300), "x"))
                        .file("f", "")
                        .bytes());
        tars.put(
                "an extended header has 2000000",
                new TarBytes().extension('L', new byte[2_000_000]).bytes());
        return tars;
    }

    @Test
    void whatIsTooMuchIsRefused() throws Exception {
        for (Map.Entry<String, byte[]> item : excesses().entrySet()) {
            assertThat(refusal(item.getValue())).contains(item.getKey());
            TreeRemoval.remove(layer);
        }
        assertThatThrownBy(() -> UnpackLimits.USUAL.checkGrowth(1 << 20, 2L << 30))
                .hasMessageContaining("bomb");
        UnpackLimits.USUAL.checkGrowth(1 << 20, 1L << 30);
        UnpackLimits.USUAL.checkGrowth(100L << 20, 10L << 30);
    }

    @Test
    void directoriesWithShortNamesTakeMemoryToo() {
        TarBytes folders = new TarBytes();
        for (int i = 0; i < 100; i++) {
            folders.folder("d" + i);
        }

        assertThat(refusal(folders.bytes())).contains("the names of its directories");
    }

    private static Map<String, byte[]> wrongBytes() {
        Map<String, byte[]> tars = new LinkedHashMap<>();
        byte[] bad = new TarBytes().file("f", "x").bytes();
        bad[5] ^= 1;
        tars.put("wrong checksum", bad);
        byte[] whole = new TarBytes().file("f", "x".repeat(600)).open();
        tars.put("breaks off in the middle", Arrays.copyOf(whole, 700));
        tars.put("it breaks off in the", Arrays.copyOf(whole, 512));
        tars.put("it breaks off in", Arrays.copyOf(whole, 100));
        tars.put(
                "size that cannot be",
                new TarBytes().pax(Map.of("size", "-1")).file("f", "").bytes());
        tars.put(
                "a size that is too large",
                new TarBytes()
                        .file("f", "")
                        .field(124, "\200\177\377\377\377\377\377\377\377\377\377\377")
                        .open());
        tars.put(
                "size that is no number",
                new TarBytes().file("f", "").field(124, "12x").open());
        tars.put(
                "owner that cannot be",
                new TarBytes().pax(Map.of("uid", "4294967295")).file("f", "").bytes());
        tars.put(
                "group that cannot be",
                new TarBytes().pax(Map.of("gid", "99999999999")).file("f", "").bytes());
        tars.put(
                "a time that cannot be",
                new TarBytes()
                        .pax(Map.of("mtime", "9999999999999999"))
                        .file("f", "")
                        .bytes());
        tars.put(
                "a time that is no number",
                new TarBytes().pax(Map.of("mtime", "1e9")).file("f", "").bytes());
        tars.put(
                "that is no number",
                new TarBytes().pax(Map.of("mtime", "..")).file("f", "").bytes());
        tars.put("a sparse file", new TarBytes().file("f", "").field(156, "S").open());
        tars.put(
                "is a sparse file",
                new TarBytes()
                        .pax(Map.of("GNU.sparse.major", "1"))
                        .file("f", "")
                        .bytes());
        tars.put(
                "unknown type 'V'", new TarBytes().file("f", "").field(156, "V").open());
        for (String records : List.of(
                "5 a=b", "99 a=b\n", "0 a=b\n", "x", "6 abc\n", "4 =\n", "999999999999 a=b\n", "-6 a=b\n", "6\n")) {
            tars.put(records, extension(records));
        }
        return tars;
    }

    private static byte[] extension(String records) {
        return new TarBytes()
                .extension('x', records.getBytes(StandardCharsets.ISO_8859_1))
                .file("f", "")
                .bytes();
    }

    @Test
    void whatIsNoTarStreamIsRefused() throws Exception {
        for (Map.Entry<String, byte[]> item : wrongBytes().entrySet()) {
            String expected = item.getKey().endsWith("\n")
                            || item.getKey().contains("=")
                            || item.getKey().length() < 4
                    ? "extended header"
                    : item.getKey();
            assertThat(refusal(item.getValue())).as(item.getKey()).contains(expected);
            TreeRemoval.remove(layer);
        }
    }

    @Test
    void whatIsCutAnywhereIsRefusedOrEndsBetweenEntries() throws Exception {
        byte[] tar = new TarBytes()
                .folder("d")
                .file("d/f", "content")
                .pax(Map.of("path", "long"))
                .file("x", "y")
                .bytes();
        for (int length = 0; length < tar.length; length += 37) {
            assertThat(refusal(Arrays.copyOf(tar, length)))
                    .satisfiesAnyOf(
                            text -> assertThat(text).isEqualTo("taken"),
                            text -> assertThat(text).contains("breaks off"));
            TreeRemoval.remove(layer);
        }
    }

    @Test
    void deviceNodesAndForeignAttributesAreLeftOut() throws Exception {
        Map<String, String> attributes = Map.of(
                "SCHILY.xattr.trusted.overlay.redirect", "/etc",
                "SCHILY.xattr.trusted.overlay.metacopy", "",
                "SCHILY.xattr.security.selinux", "label",
                "SCHILY.xattr.user.overlay.opaque", "y",
                "SCHILY.xattr.user.note", "kept");
        byte[] tar = new TarBytes()
                .entry(TarEntry.Kind.BLOCK, "disk", "", TarBytes.USUAL)
                .entry(TarEntry.Kind.CHARACTER, "console", "", TarBytes.USUAL)
                .pax(attributes)
                .file("f", "x")
                .bytes();

        var unpacked = LayerUnpacker.unpack(new ByteArrayInputStream(tar), layer, SMALL);

        assertThat(unpacked.leftOut()).isEqualTo(6);
        try (Stream<Path> files = Files.list(layer)) {
            assertThat(files).containsExactly(layer.resolve("f"));
        }
        try (var root = io.jcompose.runtime.linux.RawFiles.live().root(layer)) {
            assertThat(io.jcompose.runtime.linux.RawFiles.live().attributes(root, "f"))
                    .containsOnlyKeys("user.note");
        }
    }

    @Test
    void anArchiveOfTheHostIsNotMistakenForTheHost() throws Exception {
        byte[] tar = new TarBytes().file(victim + "/secret", "stolen").bytes();

        assertThat(refusal(tar)).isEqualTo("taken");

        assertThat(layer.resolve(victim.toString().substring(1)).resolve("secret"))
                .hasContent("stolen");
        assertContained();
    }
}
