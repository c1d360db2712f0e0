package io.jcompose.runtime.layer;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Layers become directories as overlayfs takes them, and come back as the same bytes. */
class LayerUnpackerKernelTest {
    private static final byte[] CAPABILITY = {1, 0, 0, 2, 0, 0x24, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0};

    private final RawFiles files = RawFiles.live();
    private final Path scratch;
    private final Path layer;

    LayerUnpackerKernelTest() throws IOException {
        scratch = Files.createTempDirectory("jcompose-layer");
        layer = scratch.resolve("layer");
    }

    @AfterEach
    void clear() throws IOException {
        TreeRemoval.remove(scratch);
    }

    private LayerUnpacker.Unpacked unpack(TarBytes tar) throws IOException {
        return LayerUnpacker.unpack(tar.stream(), layer, UnpackLimits.USUAL);
    }

    private String look(String path) throws Exception {
        return run("stat", "-c", "%F %a %u:%g %Y", layer.resolve(path).toString());
    }

    private RawFiles.Node node(String name) throws IOException {
        try (Fd root = files.root(layer)) {
            return files.stat(root, name);
        }
    }

    private Map<String, byte[]> attributes(String name) throws IOException {
        try (Fd root = files.root(layer)) {
            return files.attributes(root, name);
        }
    }

    private byte[] packed() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LayerTar.write(layer, out);
        return out.toByteArray();
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        return output.strip();
    }

    @Test
    void ownersModesAndTimesAreThoseOfTheLayer() throws Exception {
        unpack(new TarBytes()
                .entry(Kind.DIRECTORY, "./", "", new TarEntry.Status(0711, 3, 4, 77, 0))
                .entry(Kind.DIRECTORY, "d/", "", new TarEntry.Status(0500, 1, 2, 100, 0))
                .file("d/su", "x", new TarEntry.Status(06755, 1000, (int) 4_000_000_000L, 200, 0))
                .entry(Kind.LINK, "d/link", "/no where", new TarEntry.Status(0777, 5, 6, 300, 0))
                .entry(Kind.FIFO, "d/fifo", "", new TarEntry.Status(0620, 7, 8, 400, 0)));

        assertThat(look("")).isEqualTo("directory 711 3:4 77");
        assertThat(look("d")).isEqualTo("directory 500 1:2 100");
        assertThat(look("d/su")).isEqualTo("regular file 6755 1000:4000000000 200");
        assertThat(look("d/link")).isEqualTo("symbolic link 777 5:6 300");
        assertThat(look("d/fifo")).isEqualTo("fifo 620 7:8 400");
    }

    @Test
    void directoriesThatAreOnlyImpliedAreOfRootAndOld() throws Exception {
        unpack(new TarBytes().file("a/b/f", "x"));

        assertThat(look("a")).isEqualTo("directory 755 0:0 0");
        assertThat(look("a/b")).isEqualTo("directory 755 0:0 0");
    }

    @Test
    void whiteoutsAndOpaqueDirectoriesBecomeMarksOfOverlayfs() throws Exception {
        unpack(new TarBytes()
                .file(".wh.gone", "")
                .folder("d")
                .file("d/.wh..wh..opq", "")
                .file("d/.wh..wh.plnk", "")
                .file("new", "x")
                .file(".wh.new", "")
                .folder("dir")
                .file(".wh.dir", "")
                .file(".wh.later", "")
                .folder("later")
                .file(".wh.replaced", "")
                .file("replaced", "x"));

        assertThat(node("gone").isWhiteout()).isTrue();
        assertThat(attributes("d")).containsOnlyKeys(Marks.OPAQUE);
        assertThat(node("new").type()).isEqualTo(RawFiles.Node.FILE);
        assertThat(attributes("dir")).containsOnlyKeys(Marks.OPAQUE);
        assertThat(attributes("later")).containsOnlyKeys(Marks.OPAQUE);
        assertThat(node("replaced").type()).isEqualTo(RawFiles.Node.FILE);
        assertThat(layer.resolve("d")).isEmptyDirectory();
    }

    @Test
    void theLaterOfTwoEntriesCounts() throws Exception {
        unpack(new TarBytes()
                .file("f", "first")
                .file("f", "second")
                .folder("d")
                .file("d/inner", "x")
                .file("d", "now a file")
                .file("x", "file")
                .folder("x")
                .file("x/inner", "y")
                .link("l", "f")
                .file("l", "not through the link")
                .folder("twice")
                .file("twice/kept", "")
                .entry(Kind.DIRECTORY, "twice", "", new TarEntry.Status(0700, 1, 1, 9, 0)));

        assertThat(layer.resolve("f")).hasContent("second");
        assertThat(layer.resolve("d")).hasContent("now a file");
        assertThat(layer.resolve("x/inner")).hasContent("y");
        assertThat(layer.resolve("l")).isRegularFile().hasContent("not through the link");
        assertThat(look("twice")).isEqualTo("directory 700 1:1 9");
        assertThat(layer.resolve("twice/kept")).exists();
        assertThat(scratch.resolve("layer.replaced")).doesNotExist();
    }

    @Test
    void hardLinksAreOneFile() throws Exception {
        unpack(new TarBytes()
                .folder("d")
                .file("d/f", "x")
                .hardLink("g", "d/f")
                .hardLink("g2", "/./d//f")
                .link("l", "f")
                .hardLink("l2", "l"));

        assertThat(node("g").links()).isEqualTo(3);
        assertThat(node("l2").type()).isEqualTo(RawFiles.Node.LINK);
    }

    @Test
    void attributesKeepEveryByte() throws Exception {
        TreeMap<String, byte[]> attributes = new TreeMap<>();
        byte[] binary = new byte[256];
        for (int i = 0; i < binary.length; i++) {
            binary[i] = (byte) i;
        }
        attributes.put("security.capability", CAPABILITY);
        attributes.put("user.b\u00e4r", binary);
        TarEntry.Status status = new TarEntry.Status(0755, 1, 1, 5, 0, attributes);

        unpack(new TarBytes().file("ping", "x", status));

        assertThat(attributes("ping")).containsOnlyKeys("security.capability", "user.b\u00e4r");
        assertThat(attributes("ping").get("user.b\u00e4r")).isEqualTo(binary);
        assertThat(attributes("ping").get("security.capability")).isEqualTo(CAPABILITY);
        assertThat(packed()).isEqualTo(new TarBytes().file("ping", "x", status).bytes());
    }

    @Test
    void whatIsPackedAgainIsTheSame() throws Exception {
        TarBytes tar = new TarBytes()
                .file(".wh.gone", "", new TarEntry.Status(0, 0, 0, 0, 0))
                .folder("d/")
                .file("d/.wh..wh..opq", "", new TarEntry.Status(0, 0, 0, 0, 0))
                .file("d/f", "content")
                .hardLink("d/g", "d/f")
                .file("d/" + "n".repeat(120), "long")
                .file("d/\u00ff\u00fe", "no text")
                .link("l", "t".repeat(150))
                .entry(Kind.FIFO, "pipe", "", TarBytes.USUAL)
                .file("zero", "");
        byte[] bytes = tar.bytes();

        LayerUnpacker.unpack(new ByteArrayInputStream(bytes), layer, UnpackLimits.USUAL);

        assertThat(packed()).isEqualTo(bytes);
    }
}
