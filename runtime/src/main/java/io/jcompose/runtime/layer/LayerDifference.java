package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What was changed in a copy of layers ({@link LayerCopy}), in overlayfs' form: what an upper directory would have.
 *
 * <p>What the kernel saw changed last before the copy was finished is as it was: no program can set that time. A directory
 * that was moved keeps such times below it, so there, too, everything is compared.
 */
public final class LayerDifference {
    private static final int PIECE = 1 << 16;

    private final RawFiles files = RawFiles.live();
    private final NodeCopy nodes = new NodeCopy();
    private final long finished;
    private final boolean linking;
    private final Fd target;
    /** Where the first name of a file stands that has several. */
    private final Map<String, Place> firstNames = new HashMap<>();

    private record Place(List<String> directories, String name) {}

    /** A name in the layers: the topmost counts. */
    private record Lower(Node node, int layer) {}

    private LayerDifference(long finished, boolean linking, Fd target) {
        this.finished = finished;
        this.linking = linking;
        this.target = target;
    }

    /**
     * @param tree the copy
     * @param finished a file that was made when the copy was finished
     * @param layers that were copied, the topmost first
     * @param target an empty directory
     * @param linking whether the files of the tree become those of the target, because nobody changes them any more
     */
    public static void write(Path tree, Path finished, List<Path> layers, Path target, boolean linking)
            throws IOException {
        RawFiles files = RawFiles.live();
        List<Fd> below = new ArrayList<>();
        try (Fd root = files.root(tree);
                Fd to = files.root(target);
                Fd around = files.root(finished.resolveSibling(""))) {
            for (Path layer : LayerStack.visible(layers)) {
                below.add(files.root(layer));
            }
            long since = files.stat(around, finished.getFileName().toString()).changed();
            var difference = new LayerDifference(since, linking, to);
            difference.children(root, difference.new Spot(), below, false);
        } finally {
            close(below);
        }
    }

    /** A directory of the tree; its counterpart in the target is made when something must stand in it. */
    private final class Spot implements AutoCloseable {
        private final @Nullable Spot parent;
        private final @Nullable Fd around;
        private final @Nullable Node node;
        private final List<String> names;
        private @Nullable Fd made;

        /** The top. */
        Spot() {
            parent = null;
            around = null;
            node = null;
            names = List.of();
        }

        Spot(Spot parent, Fd around, String name, Node node) {
            this.parent = parent;
            this.around = around;
            this.node = node;
            List<String> all = new ArrayList<>(parent.names);
            all.add(name);
            names = List.copyOf(all);
        }

        private String name() {
            return names.get(names.size() - 1);
        }

        Fd made() throws IOException {
            if (parent == null) {
                return target;
            }
            Fd here = made;
            if (here == null) {
                Fd above = parent.made();
                files.makeDirectory(above, name());
                here = files.directory(above, name());
                made = here;
            }
            return here;
        }

        /** Not before: what was put into it changed its time. */
        @Override
        public void close() throws IOException {
            if (made != null && parent != null && around != null && node != null) {
                made.close();
                nodes.dress(around, parent.made(), name(), node);
            }
        }
    }

    private void children(Fd tree, Spot spot, List<Fd> below, boolean moved) throws IOException {
        if (spot.names.size() > LayerCopy.DEEPEST) {
            throw new IOException("what was written lies deeper than " + LayerCopy.DEEPEST + " directories");
        }
        SortedMap<String, Lower> lower = lower(below);
        Set<String> there = new HashSet<>();
        for (String name : files.list(tree)) {
            Node node = files.stat(tree, name);
            if (!node.isWhiteout()) {
                there.add(name);
                child(tree, spot, name, node, lower.get(name), below, moved);
            }
        }
        for (String name : lower.keySet()) {
            if (!there.contains(name)) {
                files.makeNode(spot.made(), name, Node.CHARACTER, 0, 0);
            }
        }
    }

    private void child(Fd tree, Spot spot, String name, Node node, @Nullable Lower lower, List<Fd> below, boolean moved)
            throws IOException {
        boolean odd = moved || node.changed() >= finished;
        boolean changed = lower == null || differs(tree, name, node, below.get(lower.layer()), lower.node(), odd);
        if (node.type() != Node.DIRECTORY) {
            if (changed) {
                put(tree, spot, name, node);
            }
            return;
        }
        List<Fd> inner = lower == null ? List.of() : below(below, lower.layer(), name);
        try (Fd directory = files.directory(tree, name);
                Spot place = new Spot(spot, tree, name, node)) {
            if (changed) {
                place.made();
            }
            children(directory, place, inner, odd);
        } finally {
            close(inner);
        }
    }

    private SortedMap<String, Lower> lower(List<Fd> layers) throws IOException {
        SortedMap<String, Lower> lower = new TreeMap<>();
        for (int i = 0; i < layers.size(); i++) {
            for (String name : files.list(layers.get(i))) {
                if (!lower.containsKey(name)) {
                    lower.put(name, new Lower(files.stat(layers.get(i), name), i));
                }
            }
        }
        lower.values().removeIf(found -> found.node().isWhiteout());
        return lower;
    }

    /** The directories of that name that overlayfs would merge. */
    private List<Fd> below(List<Fd> layers, int first, String name) throws IOException {
        List<Fd> open = new ArrayList<>();
        for (Fd layer : layers.subList(first, layers.size())) {
            Optional<Node> node = files.find(layer, name);
            if (node.isEmpty()) {
                continue;
            }
            if (node.get().type() != Node.DIRECTORY) {
                break;
            }
            open.add(files.directory(layer, name));
            byte[] opaque = files.attributes(layer, name).get(Marks.OPAQUE);
            if (opaque != null && Arrays.equals(opaque, Marks.YES)) {
                break;
            }
        }
        return open;
    }

    private boolean differs(Fd tree, String name, Node node, Fd layer, Node lower, boolean odd) throws IOException {
        if (node.mode() != lower.mode()
                || node.uid() != lower.uid()
                || node.gid() != lower.gid()
                || node.seconds() != lower.seconds()
                || node.nanos() != lower.nanos()
                || node.major() != lower.major()
                || node.minor() != lower.minor()
                || (node.type() == Node.FILE && node.size() != lower.size())) {
            return true;
        }
        return odd
                && (!attributes(tree, name).equals(attributes(layer, name))
                        || (node.type() == Node.LINK
                                && !files.target(tree, name).equals(files.target(layer, name)))
                        || (node.type() == Node.FILE && !sameContent(tree, layer, name)));
    }

    private Map<String, String> attributes(Fd parent, String name) throws IOException {
        Map<String, String> copied = new TreeMap<>();
        files.attributes(parent, name).forEach((attribute, value) -> {
            if (NodeCopy.isCopied(attribute)) {
                copied.put(attribute, Arrays.toString(value));
            }
        });
        return copied;
    }

    private boolean sameContent(Fd tree, Fd layer, String name) throws IOException {
        try (InputStream one = new FileContent(files, files.read(tree, name));
                InputStream other = new FileContent(files, files.read(layer, name))) {
            while (true) {
                byte[] piece = one.readNBytes(PIECE);
                if (!Arrays.equals(piece, other.readNBytes(PIECE))) {
                    return false;
                }
                if (piece.length == 0) {
                    return true;
                }
            }
        }
    }

    private void put(Fd tree, Spot spot, String name, Node node) throws IOException {
        Fd to = spot.made();
        if (linking) {
            files.makeHardLink(tree, name, to, name);
            return;
        }
        if (node.links() > 1) {
            Place mine = new Place(spot.names, name);
            Place first = firstNames.putIfAbsent(node.device() + "-" + node.inode(), mine);
            if (first != null) {
                linkAgain(first, to, name);
                return;
            }
        }
        nodes.copy(tree, to, name, node);
    }

    private void linkAgain(Place first, Fd to, String name) throws IOException {
        List<Fd> open = new ArrayList<>();
        try {
            Fd at = target;
            for (String directory : first.directories()) {
                at = files.directory(at, directory);
                open.add(at);
            }
            files.makeHardLink(at, first.name(), to, name);
        } finally {
            close(open);
        }
    }

    private static void close(List<Fd> open) throws IOException {
        for (Fd fd : open) {
            fd.close();
        }
    }
}
