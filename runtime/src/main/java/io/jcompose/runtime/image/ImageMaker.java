package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ImageConfig;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes images out of files of the host; puts blobs and layers into the store, and names nothing. */
final class ImageMaker {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int MEGABYTE = 1_000_000;

    /** Label with {@link Host#javaMark} of the Java that an image carries. */
    private static final String JAVA = "io.jcompose.java";

    private final ContentStore content;
    private final Host host;
    private final Path store;

    ImageMaker(ContentStore content, Host host, Path store) {
        this.content = content;
        this.host = host;
        this.store = store;
    }

    ImageIndex.Stored shell(Consumer<String> progress, Lease lease) throws IOException, ContainerException {
        progress.accept("collecting the shell and its tools from this host");
        HostTree tree = new HostImages(host, store, progress).shell();
        ImageConfig config = config(tree, List.of("sh"), List.of("PATH=" + PATH, "LANG=C.UTF-8"), Map.of());
        return store(List.of(layer(tree, progress, lease)), config, "files of the host: shell", lease);
    }

    /** @param shell the image whose layers it stands on */
    ImageIndex.Stored java(ImageIndex.Stored shell, Consumer<String> progress, Lease lease)
            throws IOException, ContainerException {
        Path home = host.javaHome();
        Map<String, String> labels =
                host.javaMark().map(mark -> Map.of(JAVA, mark)).orElse(Map.of());
        progress.accept("collecting Java " + System.getProperty("java.version") + " from " + home);
        HostTree whole = new HostImages(host, store, progress).java();
        HostTree tree = whole;
        for (ImageIndex.Layer layer : shell.layers()) {
            tree = tree.above(content.layer(layer.diffId()));
        }
        List<ImageIndex.Layer> layers = new ArrayList<>(shell.layers());
        layers.add(layer(tree, progress, lease));
        List<String> environment = List.of("PATH=" + home + "/bin:" + PATH, "LANG=C.UTF-8", "JAVA_HOME=" + home);
        ImageConfig config = config(whole, List.of("java", "-version"), environment, labels);
        return store(layers, config, "files of the host: " + home, lease);
    }

    ImageIndex.Stored of(List<Path> paths, Consumer<String> progress, Lease lease)
            throws IOException, ContainerException {
        progress.accept("collecting from this host");
        HostTree tree = new HostImages(host, store, progress).of(paths);
        Path first = paths.get(0);
        boolean program = Files.isRegularFile(host.file(first)) && Files.isExecutable(host.file(first));
        ImageConfig config =
                config(tree, program ? List.of(first.toString()) : List.of(), List.of("PATH=" + PATH), Map.of());
        return store(List.of(layer(tree, progress, lease)), config, "files of the host: " + paths, lease);
    }

    private ImageIndex.Layer layer(HostTree tree, Consumer<String> progress, Lease lease) throws IOException {
        progress.accept(
                "copying " + tree.entries().size() + " files, " + (tree.size() + MEGABYTE / 2) / MEGABYTE + " MB");
        return content.addLayer(tree, lease);
    }

    /** As old as its newest file: the same files give the same image. */
    private static ImageConfig config(
            HostTree tree, List<String> command, List<String> environment, Map<String, String> labels) {
        return new ImageConfig(
                tree.newest(), List.of(), command, environment, "", "", null, List.of(), List.of(), labels, null);
    }

    /** Whether this host's Java is another one than the image carries. */
    boolean isOutdated(BuiltIn builtIn, ImageConfig config) {
        return builtIn == BuiltIn.JAVA
                && host.javaMark()
                        .filter(mark -> !mark.equals(config.labels().get(JAVA)))
                        .isPresent();
    }

    private ImageIndex.Stored store(List<ImageIndex.Layer> layers, ImageConfig config, String createdBy, Lease lease)
            throws IOException {
        byte[] json = OciJson.config(config, layers, createdBy);
        Digest id = content.addBlob(json, lease);
        Digest manifest = content.addManifest(json, layers, lease);
        return new ImageIndex.Stored(id, manifest, List.copyOf(layers));
    }
}
