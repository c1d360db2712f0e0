package io.jcompose.runtime.layer;

import io.jcompose.runtime.layer.TarEntry.Kind;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Files of this machine as entries of a tar stream: of several names of a file the first carries the content. */
final class EntryTar {
    private static final String REDIRECT = Marks.OF_OVERLAY + "redirect";
    private static final String METACOPY = Marks.OF_OVERLAY + "metacopy";

    private final RawFiles files = RawFiles.live();
    private final TarWriter tar;
    /** First names of files that have several. */
    private final Map<Inode, String> names = new HashMap<>();

    EntryTar(TarWriter tar) {
        this.tar = tar;
    }

    private record Inode(long device, long number) {}

    /**
     * Writes one entry; sockets are left out, as tar programs do.
     *
     * @param path in the stream, without a slash at its end
     * @return all extended attributes of the file
     */
    SortedMap<String, byte[]> entry(Fd parent, String name, String path, Node node) throws IOException {
        SortedMap<String, byte[]> attributes = files.attributes(parent, name);
        if (attributes.containsKey(REDIRECT) || attributes.containsKey(METACOPY)) {
            throw new IOException(
                    Shown.name(path) + " has its content in another layer (overlayfs with redirect_dir or "
                            + "metacopy): it cannot be made a layer of its own");
        }
        TarEntry.Status status = status(node, attributes);
        boolean several = node.links() > 1 && node.type() != Node.DIRECTORY;
        String first = several ? names.putIfAbsent(new Inode(node.device(), node.inode()), path) : null;
        if (first != null) {
            tar.write(new TarEntry(Kind.HARD_LINK, path, first, 0, status, TarEntry.Device.NONE));
        } else {
            write(parent, name, path, node, status);
        }
        return attributes;
    }

    private void write(Fd parent, String name, String path, Node node, TarEntry.Status status) throws IOException {
        TarEntry.Device none = TarEntry.Device.NONE;
        TarEntry.Device device = new TarEntry.Device(node.major(), node.minor());
        switch (node.type()) {
            case Node.DIRECTORY -> tar.write(new TarEntry(Kind.DIRECTORY, path + "/", "", 0, status, none));
            case Node.FILE -> {
                try (InputStream content = new FileContent(files, files.read(parent, name))) {
                    tar.write(new TarEntry(Kind.FILE, path, "", node.size(), status, none), content);
                }
            }
            case Node.LINK -> tar.write(new TarEntry(Kind.LINK, path, files.target(parent, name), 0, status, none));
            case Node.FIFO -> tar.write(new TarEntry(Kind.FIFO, path, "", 0, status, none));
            case Node.CHARACTER -> tar.write(new TarEntry(Kind.CHARACTER, path, "", 0, status, device));
            case Node.BLOCK -> tar.write(new TarEntry(Kind.BLOCK, path, "", 0, status, device));
            default -> {}
        }
    }

    private static TarEntry.Status status(Node node, SortedMap<String, byte[]> attributes) {
        SortedMap<String, byte[]> travelling = new TreeMap<>(attributes);
        travelling.keySet().removeIf(name -> !Marks.travels(name));
        return new TarEntry.Status(node.mode() & 07777, node.uid(), node.gid(), node.seconds(), 0, travelling);
    }
}
