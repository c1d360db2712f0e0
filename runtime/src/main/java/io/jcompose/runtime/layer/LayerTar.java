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
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * The one tar stream of a directory in overlayfs' form, as a container's upper directory or a layer: entries of a
 * directory by the bytes of their names, whiteouts first, a directory before what is in it, whole seconds, numeric owners; of several
 * names of a file the first carries the content. Its digest is the layer's {@code diff_id} (OCI image specification,
 * config.md). Nothing is followed; sockets are left out.
 */
public final class LayerTar {
    private static final TarEntry.Status OF_MARK = new TarEntry.Status(0, 0, 0, 0, 0);
    private static final String REDIRECT = Marks.OF_OVERLAY + "redirect";
    private static final String METACOPY = Marks.OF_OVERLAY + "metacopy";
    private static final int DEEPEST = UnpackLimits.DEEPEST;

    private final RawFiles files = RawFiles.live();
    private final TarWriter tar;
    private final Form form;
    /** First names of files that have several, by device and inode. */
    private final Map<Inode, String> names = new HashMap<>();

    private LayerTar(TarWriter tar, Form form) {
        this.tar = tar;
        this.form = form;
    }

    private record Inode(long device, long number) {}

    private enum Form {
        LAYER,
        PLAIN
    }

    /** Writes the stream of a layer: what overlayfs marks as gone becomes whiteouts. */
    public static void write(Path directory, OutputStream out) throws IOException {
        write(directory, out, Form.LAYER);
    }

    /** Writes the stream of a tree of files, as a container sees it. */
    public static void writePlain(Path directory, OutputStream out) throws IOException {
        write(directory, out, Form.PLAIN);
    }

    private static void write(Path directory, OutputStream out, Form form) throws IOException {
        LayerTar layer = new LayerTar(new TarWriter(out), form);
        try (Fd root = layer.files.root(directory)) {
            layer.children(root, "", 0);
        }
        layer.tar.finish();
    }

    private void children(Fd directory, String prefix, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException(Shown.name(prefix) + " lies deeper than " + DEEPEST + " directories");
        }
        SortedMap<String, Node> nodes = new TreeMap<>();
        for (String name : files.list(directory)) {
            Node node = files.stat(directory, name);
            // Before their siblings, as layer.md wants it.
            if (form == Form.LAYER && node.isWhiteout()) {
                tar.write(new TarEntry(
                        Kind.FILE, prefix + Marks.WHITEOUT + name, "", 0, OF_MARK, TarEntry.Device.NONE));
            } else {
                nodes.put(name, node);
            }
        }
        for (Map.Entry<String, Node> item : nodes.entrySet()) {
            entry(directory, item.getKey(), item.getValue(), prefix, depth);
        }
    }

    private void entry(Fd parent, String name, Node node, String prefix, int depth) throws IOException {
        String path = prefix + name;
        if (form == Form.LAYER && name.startsWith(Marks.WHITEOUT)) {
            throw new IOException(
                    Shown.name(path) + " has a name that means something else in a layer: names that start"
                            + " with .wh. cannot be kept");
        }
        SortedMap<String, byte[]> attributes = files.attributes(parent, name);
        TarEntry.Status status = status(node, attributes);
        if (node.type() == Node.DIRECTORY) {
            directory(parent, name, path + "/", status, attributes, depth);
            return;
        }
        String first = node.links() > 1 ? names.putIfAbsent(new Inode(node.device(), node.inode()), path) : null;
        if (first != null) {
            tar.write(new TarEntry(Kind.HARD_LINK, path, first, 0, status, TarEntry.Device.NONE));
            return;
        }
        if (attributes.containsKey(METACOPY)) {
            throw foreign(path);
        }
        plain(parent, name, path, node, status);
    }

    private void directory(
            Fd parent, String name, String path, TarEntry.Status status, Map<String, byte[]> attributes, int depth)
            throws IOException {
        if (attributes.containsKey(REDIRECT)) {
            throw foreign(path);
        }
        tar.write(new TarEntry(Kind.DIRECTORY, path, "", 0, status, TarEntry.Device.NONE));
        byte[] opaque = attributes.get(Marks.OPAQUE);
        if (form == Form.LAYER && opaque != null && Arrays.equals(opaque, Marks.YES)) {
            tar.write(new TarEntry(Kind.FILE, path + Marks.OPAQUE_NAME, "", 0, OF_MARK, TarEntry.Device.NONE));
        }
        try (Fd directory = files.directory(parent, name)) {
            children(directory, path, depth + 1);
        }
    }

    private void plain(Fd parent, String name, String path, Node node, TarEntry.Status status) throws IOException {
        switch (node.type()) {
            case Node.FILE -> {
                TarEntry entry = new TarEntry(Kind.FILE, path, "", node.size(), status, TarEntry.Device.NONE);
                try (InputStream content = new FileContent(files, files.read(parent, name))) {
                    tar.write(entry, content);
                }
            }
            case Node.LINK ->
                tar.write(new TarEntry(Kind.LINK, path, files.target(parent, name), 0, status, TarEntry.Device.NONE));
            case Node.FIFO -> tar.write(new TarEntry(Kind.FIFO, path, "", 0, status, TarEntry.Device.NONE));
            case Node.CHARACTER -> tar.write(new TarEntry(Kind.CHARACTER, path, "", 0, status, device(node)));
            case Node.BLOCK -> tar.write(new TarEntry(Kind.BLOCK, path, "", 0, status, device(node)));
            default -> {}
        }
    }

    private static TarEntry.Device device(Node node) {
        return new TarEntry.Device(node.major(), node.minor());
    }

    private static TarEntry.Status status(Node node, SortedMap<String, byte[]> attributes) {
        SortedMap<String, byte[]> travelling = new TreeMap<>(attributes);
        travelling.keySet().removeIf(name -> !Marks.travels(name));
        return new TarEntry.Status(node.mode() & 07777, node.uid(), node.gid(), node.seconds(), 0, travelling);
    }

    private static IOException foreign(String path) {
        return new IOException(Shown.name(path) + " has its content in another layer (overlayfs with redirect_dir or "
                + "metacopy): it cannot be made a layer of its own");
    }

    /** A file that is read through its descriptor. */
    private static final class FileContent extends InputStream {
        private final RawFiles files;
        private final Fd file;
        private byte[] window = new byte[0];

        FileContent(RawFiles files, Fd file) {
            this.files = files;
            this.file = file;
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            if (offset == 0 && length == buffer.length) {
                return count(files.read(file, buffer));
            }
            if (window.length != length) {
                window = new byte[length];
            }
            int count = files.read(file, window);
            System.arraycopy(window, 0, buffer, offset, count);
            return count(count);
        }

        private static int count(int read) {
            return read == 0 ? -1 : read;
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
