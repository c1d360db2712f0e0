package io.jcompose.runtime.layer;

import io.jcompose.runtime.linux.Fd;
import io.jcompose.runtime.linux.RawFiles;
import io.jcompose.runtime.linux.RawFiles.Node;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * The tar stream of what overlayfs would show of layers, without mounting them: of each name the topmost counts, a
 * directory goes on below unless it is opaque.
 */
public final class MergedTar {
    private static final RawFiles FILES = RawFiles.live();

    private final EntryTar tar;

    private MergedTar(EntryTar tar) {
        this.tar = tar;
    }

    /** @param layers directories in overlayfs' form, the topmost first */
    public static void write(List<Path> layers, OutputStream out) throws IOException {
        TarWriter writer = new TarWriter(out);
        MergedTar merged = new MergedTar(new EntryTar(writer));
        List<Fd> roots = new ArrayList<>();
        try {
            for (Path layer : layers) {
                roots.add(FILES.root(layer));
            }
            merged.children(roots, "", 0);
        } finally {
            close(roots);
        }
        writer.finish();
    }

    /** A name of a merged directory: what it is, and where it was found first. */
    private record Found(Node node, int layer) {}

    private void children(List<Fd> directories, String prefix, int depth) throws IOException {
        if (depth > UnpackLimits.DEEPEST) {
            throw new IOException(Shown.name(prefix) + " lies deeper than " + UnpackLimits.DEEPEST + " directories");
        }
        Map<String, Found> names = new TreeMap<>();
        for (int i = 0; i < directories.size(); i++) {
            for (String name : FILES.list(directories.get(i))) {
                if (!names.containsKey(name)) {
                    names.put(name, new Found(FILES.stat(directories.get(i), name), i));
                }
            }
        }
        for (Map.Entry<String, Found> item : names.entrySet()) {
            Found found = item.getValue();
            if (!found.node().isWhiteout()) {
                Fd parent = directories.get(found.layer());
                tar.entry(parent, item.getKey(), prefix + item.getKey(), found.node());
                if (found.node().type() == Node.DIRECTORY) {
                    below(directories, found.layer(), item.getKey(), prefix, depth);
                }
            }
        }
    }

    private void below(List<Fd> directories, int first, String name, String prefix, int depth) throws IOException {
        List<Fd> open = new ArrayList<>();
        try {
            for (int i = first; i < directories.size(); i++) {
                Optional<Node> node = FILES.find(directories.get(i), name);
                if (node.isEmpty()) {
                    continue;
                }
                if (node.get().type() != Node.DIRECTORY) {
                    break;
                }
                open.add(FILES.directory(directories.get(i), name));
                byte[] opaque = FILES.attributes(directories.get(i), name).get(Marks.OPAQUE);
                if (opaque != null && Arrays.equals(opaque, Marks.YES)) {
                    break;
                }
            }
            children(open, prefix + name + "/", depth + 1);
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
