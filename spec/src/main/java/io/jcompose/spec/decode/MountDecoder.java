package io.jcompose.spec.decode;

import io.jcompose.spec.Further;
import io.jcompose.spec.Mount;
import io.jcompose.spec.Value;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Mounts, both forms. Paths of the host were made absolute by phase.ResolvePaths. */
final class MountDecoder {
    private static final int STICKY = 01777;

    private final Fields fields;
    private final Map<String, Mount> mounts = new LinkedHashMap<>();
    private final Map<String, Span> spans = new LinkedHashMap<>();

    MountDecoder(Fields fields) {
        this.fields = fields;
    }

    /** All mounts; of two with one target the later one. */
    List<Mount> mounts() {
        int index = 0;
        for (Node item : fields.items("volumes")) {
            decode(item, TreePath.item(fields.path("volumes"), index++));
        }
        int place = 0;
        for (Span span : spans.values()) {
            fields.decoding().place(TreePath.item(fields.path("volumes"), place++), span);
        }
        return List.copyOf(mounts.values());
    }

    private void decode(Node item, String path) {
        if (item instanceof ScalarNode scalar && !scalar.isNull()) {
            fields.read("volumes", scalar.span(), scalar.text(), VolumeSyntax::parse)
                    .ifPresent(volume -> shortForm(volume, scalar.span(), path));
        } else if (item instanceof MapNode map) {
            longForm(map, path);
        } else {
            fields.problem(item.span(), path, "a volume must be a string or a mapping, not " + item.noun(), null);
        }
    }

    private void shortForm(VolumeSyntax volume, Span span, String path) {
        volume.warnOfUnknown(fields.decoding().problems(), span, path);
        longForm(volume.node(span), path);
    }

    private void longForm(MapNode map, String path) {
        Fields mount = new Fields(fields.decoding(), map, path, MountShape.MOUNT);
        Optional<Mount> found = mount(mount);
        found.ifPresent(known -> {
            mounts.put(known.target(), known);
            spans.put(known.target(), map.span());
            fields.keep("volumes", known.target(), mount.further());
        });
        mount.finish();
    }

    private Optional<Mount> mount(Fields mount) {
        Optional<String> type = mount.text("type", MountDecoder::type);
        Optional<String> target = mount.text("target", VolumeSyntax::cleanTarget);
        Optional<String> source = mount.text("source");
        boolean readOnly = mount.flag("read_only", false);
        Options options = new Options(mount);
        if (!mount.has("type") || !mount.has("target")) {
            String missing = mount.has("type") ? "target" : "type";
            mount.error(missing, "a volume misses its `" + missing + "`", null);
            return Optional.empty();
        }
        if (type.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        return switch (type.get()) {
            case "bind" ->
                source.filter(VolumeSyntax::isOfWindows).isPresent()
                        ? further(mount, "bind", source, target.get(), readOnly)
                        : bind(mount, source, target.get(), readOnly, options);
            case "tmpfs" -> tmpfs(mount, source, target.get(), readOnly, options);
            case "volume" ->
                Optional.of(new Mount.NamedVolume(source.orElse(null), target.get(), readOnly, options.nocopy));
            default -> further(mount, type.get(), source, target.get(), readOnly);
        };
    }

    /** Kinds that nothing mounts yet. */
    private Optional<Mount> further(
            Fields mount, String type, Optional<String> source, String target, boolean readOnly) {
        SortedMap<String, Value> values = new TreeMap<>(mount.further().values());
        values.put("type", Value.of(type));
        values.put("target", Value.of(target));
        source.ifPresent(written -> values.put("source", Value.of(written)));
        if (readOnly) {
            values.put("read_only", Value.of(true));
        }
        fields.keep("volumes", target, new Further(values));
        if (type.equals("bind")) {
            mount.unsupported("source", "`" + source.orElse("") + "` is a path of Windows: there is none such here");
        } else if (type.equals("image")) {
            mount.unsupported("type", Shape.notBuilt("type: image"));
        } else {
            mount.warn("type", "a mount of type `" + type + "` has no effect here: it is not for Linux", null);
        }
        return Optional.empty();
    }

    private static String type(String word) throws Malformed {
        List<String> known = List.of("bind", "volume", "tmpfs", "image", "npipe", "cluster");
        if (!known.contains(word)) {
            throw new Malformed(
                    "unknown volume type `" + word + "`",
                    Nearest.hint(word, known).orElse("bind, volume, tmpfs or image"));
        }
        return word;
    }

    private static Optional<Mount> bind(
            Fields mount, Optional<String> source, String target, boolean readOnly, Options options) {
        if (source.isEmpty()) {
            mount.error("type", "a mount of type `bind` misses its `source`", "the path of the host");
        }
        return source.map(path -> new Mount.Bind(path, target, readOnly, options.createHostPath));
    }

    private static Optional<Mount> tmpfs(
            Fields mount, Optional<String> source, String target, boolean readOnly, Options options) {
        if (source.isPresent()) {
            mount.error("source", "a tmpfs has no `source`", "remove it");
        }
        if (readOnly) {
            mount.unsupported("read_only", Shape.notBuilt("read_only` of a `tmpfs"));
            mount.keep("read_only", Value.of(true));
        }
        return Optional.of(new Mount.Tmpfs(target, options.size, options.mode));
    }

    /** What stands under {@code bind}, {@code volume}, {@code tmpfs}; only that of the mount's own kind counts. */
    private static final class Options {
        final boolean createHostPath;
        final boolean nocopy;
        final long size;
        final int mode;

        Options(Fields mount) {
            createHostPath = mount.child("bind", MountShape.BIND).flag("create_host_path", true);
            nocopy = mount.child("volume", MountShape.VOLUME).flag("nocopy", false);
            Fields tmpfs = mount.child("tmpfs", MountShape.TMPFS);
            size = tmpfs.scalar("size", Quantities::bytes).orElse(0L);
            mode = tmpfs.scalar("mode", Quantities::mode).orElse(STICKY);
            mount.child("image", MountShape.IMAGE);
        }
    }
}
