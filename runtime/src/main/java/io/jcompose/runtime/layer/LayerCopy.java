package io.jcompose.runtime.layer;

import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Makes a directory what overlayfs would show of layers, where it is refused: copies them one over the other, the lowest
 * first. Blocks are shared where the file system can.
 */
public final class LayerCopy {
    /** Each level keeps two directories open; layers are less deep, what a container wrote may be deeper. */
    static final int DEEPEST = 1_000;

    private final RawFiles files = RawFiles.live();
    private final NodeCopy nodes = new NodeCopy();
    /** Takes what a higher layer replaces, and a further name of each file that has several. */
    private final Fd scrap;

    private final Set<String> linked = new HashSet<>();
    private long replaced;

    private LayerCopy(Fd scrap) {
        this.scrap = scrap;
    }

    /**
     * @param layers in overlayfs' form, the topmost first
     * @param target is made
     * @param scrap a name beside it that is free, before and after
     */
    public static void write(List<Path> layers, Path target, Path scrap) throws IOException {
        List<Path> visible = LayerStack.visible(layers);
        Files.createDirectory(target);
        // What overlayfs shows there is the upper directory.
        Files.setAttribute(target, "unix:mode", 0755);
        for (int i = visible.size() - 1; i >= 0; i--) {
            Files.createDirectory(scrap);
            try {
                one(visible.get(i), target, scrap);
            } finally {
                TreeRemoval.remove(scrap);
            }
        }
        Durable.sync(target);
    }

    private static void one(Path layer, Path target, Path scrap) throws IOException {
        RawFiles files = RawFiles.live();
        try (Fd from = files.root(layer);
                Fd to = files.root(target);
                Fd scrapFd = files.root(scrap)) {
            new LayerCopy(scrapFd).children(from, to, "", 0);
        }
    }

    private void children(Fd from, Fd to, String prefix, int depth) throws IOException {
        if (depth > DEEPEST) {
            throw new IOException(Shown.name(prefix) + " lies deeper than " + DEEPEST + " directories");
        }
        for (String name : files.list(from)) {
            Node node = files.stat(from, name);
            Optional<Node> there = files.find(to, name);
            if (node.isWhiteout()) {
                drop(to, name, there);
            } else if (node.type() == Node.DIRECTORY) {
                directory(from, to, name, node, there, prefix, depth);
            } else {
                drop(to, name, there);
                file(from, to, name, node);
            }
        }
    }

    private void directory(Fd from, Fd to, String name, Node node, Optional<Node> there, String prefix, int depth)
            throws IOException {
        byte[] opaque = files.attributes(from, name).get(Marks.OPAQUE);
        boolean hides = opaque != null && Arrays.equals(opaque, Marks.YES);
        boolean goesOn = !hides && there.isPresent() && there.get().type() == Node.DIRECTORY;
        if (!goesOn) {
            drop(to, name, there);
            files.makeDirectory(to, name);
        }
        try (Fd inner = files.directory(from, name);
                Fd copy = files.directory(to, name)) {
            children(inner, copy, prefix + name + "/", depth + 1);
        }
        nodes.dress(from, to, name, node);
    }

    private void file(Fd from, Fd to, String name, Node node) throws IOException {
        if (node.links() < 2) {
            nodes.copy(from, to, name, node);
            return;
        }
        String known = "n" + node.device() + "-" + node.inode();
        if (linked.contains(known)) {
            files.makeHardLink(scrap, known, to, name);
            return;
        }
        nodes.copy(from, to, name, node);
        files.makeHardLink(to, name, scrap, known);
        linked.add(known);
    }

    private void drop(Fd to, String name, Optional<Node> there) throws IOException {
        if (there.isEmpty()) {
            return;
        }
        if (there.get().type() == Node.DIRECTORY) {
            files.rename(to, name, scrap, "d" + ++replaced);
        } else {
            files.delete(to, name);
        }
    }
}
