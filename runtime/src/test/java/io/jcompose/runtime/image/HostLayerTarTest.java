package io.jcompose.runtime.image;

import static org.assertj.core.api.Assertions.assertThat;

import io.jcompose.runtime.image.HostTree.Entry;
import io.jcompose.runtime.layer.LayerTar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Our tar streams, read by the tar program of this host. */
class HostLayerTarTest {
    private final Scratch directory;

    HostLayerTarTest() throws IOException {
        directory = Scratch.create();
    }

    @AfterEach
    void clear() throws IOException {
        directory.close();
    }

    private Path layer(HostTree tree, String name) throws IOException {
        Path layer = directory.resolve(name);
        LayerDirectory.write(tree, layer);
        return layer;
    }

    private static byte[] tar(Path layer) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        LayerTar.write(layer, out);
        return out.toByteArray();
    }

    private static HostTree sample() {
        HostTree tree = new HostTree();
        tree.put(Path.of("/tmp"), new Entry.Folder(01777));
        tree.put(Path.of("/etc/hosts"), new Entry.Text("", 0644));
        tree.put(Path.of("/etc/motd"), new Entry.Text("hello\n", 0600));
        tree.put(Path.of("/bin"), new Entry.Link(Path.of("usr/bin")));
        tree.put(Path.of("/usr/bin/x"), new Entry.Text("x".repeat(512), 0755));
        return tree;
    }

    @Test
    void theTarProgramReadsWhatWeWrite() throws Exception {
        HostTree tree = sample();
        String longName = "n".repeat(98);
        tree.put(Path.of("/" + longName + "/" + longName), new Entry.Text("deep", 0644));
        tree.put(Path.of("/long"), new Entry.Link(Path.of("/" + "t".repeat(150))));
        tree.put(Path.of("/F\u0151tan\u00fas\u00edtv\u00e1ny"), new Entry.Text("certificate", 0644));
        tree.put(Path.of("/etc-alternative"), new Entry.Folder(0750));
        Path layer = layer(tree, "layer");
        Path file = directory.resolve("layer.tar");
        Files.write(file, tar(layer));

        Path copy = Files.createDirectory(directory.resolve("copy"));
        run("tar", "-C", copy.toString(), "-xpf", file.toString());

        assertThat(run("diff", "-r", "--no-dereference", layer.toString(), copy.toString()))
                .isEmpty();
        assertThat(run("sh", "-c", "cd " + copy + " && find . ! -name . ! -type l -printf '%P %m %T@\\n' | sort"))
                .isEqualTo(run(
                        "sh", "-c", "cd " + layer + " && find . ! -name . ! -type l -printf '%P %m %T@\\n' | sort"));
        assertThat(run("tar", "-tf", file.toString()).lines())
                .contains("etc/", "etc/hosts", "bin")
                .doesNotContain("./");
    }

    @Test
    void theSameContentGivesTheSameBytesAtAnyTimeAndPlace() throws Exception {
        Path first = layer(sample(), "first");
        Path second = layer(sample(), "second");
        assertThat(run("stat", "-c", "%Y", second.resolve("bin").toString()).strip())
                .isEqualTo("0");
        Files.setLastModifiedTime(second.getParent(), FileTime.fromMillis(1));

        assertThat(tar(first)).isEqualTo(tar(second));
    }

    @Test
    void everyByteIsAsPosixHasIt() throws Exception {
        HostTree tree = new HostTree();
        tree.put(Path.of("/a"), new Entry.Text("hi", 0644));

        byte[] tar = tar(layer(tree, "layer"));

        assertThat(tar).hasSize(512 + 512 + 1024);
        String header = new String(tar, 0, 512, StandardCharsets.ISO_8859_1);
        assertThat(header).startsWith("a\0").contains("0000644\0").contains("ustar\00000");
        assertThat(header.substring(124, 136)).isEqualTo("00000000002\0");
        assertThat(header.charAt(156)).isEqualTo('0');
        assertThat(new String(tar, 512, 3, StandardCharsets.ISO_8859_1)).isEqualTo("hi\0");
    }

    private static String run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as("%s: %s", List.of(command), output).isZero();
        return output;
    }
}
