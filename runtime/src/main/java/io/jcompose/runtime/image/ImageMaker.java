package io.jcompose.runtime.image;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.ImageConfig;
import io.jcompose.runtime.manifest.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Makes images out of files of the host; puts blobs and layers into the store, and names nothing. */
final class ImageMaker {
    private static final String PATH = "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";
    private static final int MEGABYTE = 1_000_000;

    private final ContentStore content;
    private final Host host;
    private final Path store;
    private final Clock clock;

    ImageMaker(ContentStore content, Host host, Path store, Clock clock) {
        this.content = content;
        this.host = host;
        this.store = store;
        this.clock = clock;
    }

    ImageIndex.Stored shell(Consumer<String> progress, Lease lease) throws IOException, ContainerException {
        progress.accept("collecting the shell and its tools from this host");
        HostTree tree = new HostImages(host, store, progress).shell();
        ImageConfig config = config(List.of("sh"), List.of("PATH=" + PATH, "LANG=C.UTF-8"));
        return store(List.of(layer(tree, progress, lease)), config, "files of the host: shell", lease);
    }

    /** @param shell the image whose layers it stands on */
    ImageIndex.Stored java(ImageIndex.Stored shell, Consumer<String> progress, Lease lease)
            throws IOException, ContainerException {
        Path home = host.javaHome();
        progress.accept("collecting Java " + System.getProperty("java.version") + " from " + home);
        HostTree tree = new HostImages(host, store, progress).java();
        for (ImageIndex.Layer layer : shell.layers()) {
            tree = tree.above(content.layer(layer.diffId()));
        }
        List<ImageIndex.Layer> layers = new ArrayList<>(shell.layers());
        layers.add(layer(tree, progress, lease));
        List<String> environment = List.of("PATH=" + home + "/bin:" + PATH, "LANG=C.UTF-8", "JAVA_HOME=" + home);
        return store(layers, config(List.of("java", "-version"), environment), "files of the host: " + home, lease);
    }

    ImageIndex.Stored of(List<Path> paths, Consumer<String> progress, Lease lease)
            throws IOException, ContainerException {
        progress.accept("collecting from this host");
        HostTree tree = new HostImages(host, store, progress).of(paths);
        Path first = paths.get(0);
        boolean program = Files.isRegularFile(host.file(first)) && Files.isExecutable(host.file(first));
        ImageConfig config = config(program ? List.of(first.toString()) : List.of(), List.of("PATH=" + PATH));
        return store(List.of(layer(tree, progress, lease)), config, "files of the host: " + paths, lease);
    }

    private ImageIndex.Layer layer(HostTree tree, Consumer<String> progress, Lease lease) throws IOException {
        progress.accept(
                "copying " + tree.entries().size() + " files, " + (tree.size() + MEGABYTE / 2) / MEGABYTE + " MB");
        return content.addLayer(tree, lease);
    }

    private ImageConfig config(List<String> command, List<String> environment) {
        return new ImageConfig(
                clock.instant(), List.of(), command, environment, "", "", null, List.of(), List.of(), Map.of(), null);
    }

    private ImageIndex.Stored store(List<ImageIndex.Layer> layers, ImageConfig config, String createdBy, Lease lease)
            throws IOException {
        byte[] json = OciJson.config(config, layers, createdBy);
        Digest id = content.addBlob(json, lease);
        Digest manifest = content.addManifest(json, layers, lease);
        return new ImageIndex.Stored(id, manifest, List.copyOf(layers));
    }
}
