package io.jcompose.runtime.layer;

import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Executor;

/**
 * The one tar stream of a directory in overlayfs' form, as a container's upper directory or a layer: entries of a
 * directory by the bytes of their names, whiteouts first, a directory before what is in it, whole seconds, numeric
 * owners. Its digest is the layer's {@code diff_id} (OCI image specification, config.md). Nothing is followed.
 */
public final class LayerTar {
    private static final TarEntry.Status OF_MARK = new TarEntry.Status(0, 0, 0, 0, 0);

    private final RawFiles files = RawFiles.live();
    private final TarWriter tar;
    private final EntryTar entries;

    private LayerTar(TarWriter tar) {
        this.tar = tar;
        entries = new EntryTar(tar);
    }

    /** @throws IOException also for a tree that cannot be a layer: too deep, or with names that mean whiteouts */
    public static void write(Path directory, OutputStream out) throws IOException {
        LayerTar layer = new LayerTar(new TarWriter(out));
        try (Fd root = layer.files.root(directory)) {
            layer.children(root, "", 0);
        }
        layer.tar.finish();
    }

    /**
     * The same as a stream that another thread fills; to be closed.
     *
     * @param threads one of which is busy until the stream ends or is closed
     */
    public static InputStream stream(Path directory, Executor threads) {
        BytePipe pipe = new BytePipe();
        threads.execute(() -> {
            try {
                write(directory, pipe.out());
                pipe.out().close();
            } catch (IOException e) {
                pipe.fail(e);
            } catch (RuntimeException e) {
                pipe.fail(new IOException("cannot pack " + directory, e));
            }
        });
        return pipe.in();
    }

    private void children(Fd directory, String prefix, int depth) throws IOException {
        if (depth > UnpackLimits.DEEPEST) {
            throw new IOException(Shown.name(prefix) + " lies deeper than " + UnpackLimits.DEEPEST + " directories");
        }
        SortedMap<String, Node> nodes = new TreeMap<>();
        for (String name : files.list(directory)) {
            Node node = files.stat(directory, name);
            // Before their siblings, as layer.md wants it.
            if (node.isWhiteout()) {
                mark(prefix + Marks.WHITEOUT + name);
            } else {
                nodes.put(name, node);
            }
        }
        for (Map.Entry<String, Node> item : nodes.entrySet()) {
            entry(directory, item.getKey(), item.getValue(), prefix, depth);
        }
    }

    private void entry(Fd parent, String name, Node node, String prefix, int depth) throws IOException {
        if (name.startsWith(Marks.WHITEOUT)) {
            throw new IOException(Shown.name(prefix + name) + " has a name that means something else in a layer: names"
                    + " that start with .wh. cannot be kept");
        }
        SortedMap<String, byte[]> attributes = entries.entry(parent, name, prefix + name, node);
        if (node.type() != Node.DIRECTORY) {
            return;
        }
        byte[] opaque = attributes.get(Marks.OPAQUE);
        if (opaque != null && Arrays.equals(opaque, Marks.YES)) {
            mark(prefix + name + "/" + Marks.OPAQUE_NAME);
        }
        try (Fd directory = files.directory(parent, name)) {
            children(directory, prefix + name + "/", depth + 1);
        }
    }

    private void mark(String name) throws IOException {
        tar.write(new TarEntry(Kind.FILE, name, "", 0, OF_MARK, TarEntry.Device.NONE));
    }
}
