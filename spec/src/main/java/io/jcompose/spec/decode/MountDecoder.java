package io.jcompose.spec.decode;

import io.jcompose.spec.Mount;
import io.jcompose.spec.source.Span;
import io.jcompose.spec.source.TreePath;
import io.jcompose.spec.yaml.Node;
import io.jcompose.spec.yaml.Node.MapNode;
import io.jcompose.spec.yaml.Node.ScalarNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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
                    .map(MountDecoder::mount)
                    .ifPresent(mount -> add(mount, scalar.span()));
        } else if (item instanceof MapNode map) {
            Fields mount = new Fields(fields.decoding(), map, path, Vocabulary.MOUNT);
            longForm(mount).ifPresent(found -> add(found, map.span()));
            mount.finish();
        } else {
            fields.problem(item.span(), path, "a volume must be a string or a mapping, not " + item.noun(), null);
        }
    }

    private void add(Mount mount, Span span) {
        mounts.put(mount.target(), mount);
        spans.put(mount.target(), span);
    }

    private static Mount mount(VolumeSyntax volume) {
        String source = volume.source();
        return source != null && volume.isBind()
                ? new Mount.Bind(source, volume.target(), volume.readOnly(), true)
                : new Mount.NamedVolume(source, volume.target(), volume.readOnly(), volume.nocopy());
    }

    private Optional<Mount> longForm(Fields mount) {
        Optional<String> type = mount.text("type", MountDecoder::type);
        Optional<String> target = mount.text("target", VolumeSyntax::cleanTarget);
        Optional<String> source = mount.text("source");
        boolean readOnly = mount.flag("read_only", false);
        if (!mount.has("type") || !mount.has("target")) {
            String missing = mount.has("type") ? "target" : "type";
            mount.error(missing, "a volume misses its `" + missing + "`", null);
            return Optional.empty();
        }
        if (type.isEmpty() || target.isEmpty()) {
            return Optional.empty();
        }
        return switch (type.get()) {
            case "bind" -> bind(mount, source, target.get(), readOnly);
            case "tmpfs" -> tmpfs(mount, source, target.get(), readOnly);
            default ->
                Optional.of(new Mount.NamedVolume(
                        source.orElse(null),
                        target.get(),
                        readOnly,
                        mount.child("volume", Vocabulary.VOLUME_OPTIONS).flag("nocopy", false)));
        };
    }

    private static String type(String word) throws Malformed {
        return switch (word) {
            case "bind", "volume", "tmpfs" -> word;
            case "image", "npipe", "cluster" ->
                throw new Malformed("volume type `" + word
                        + "` is part of the Compose Specification but not built into jcompose yet");
            default ->
                throw new Malformed(
                        "unknown volume type `" + word + "`",
                        Nearest.hint(word, List.of("bind", "volume", "tmpfs")).orElse("bind, volume or tmpfs"));
        };
    }

    private static Optional<Mount> bind(Fields mount, Optional<String> source, String target, boolean readOnly) {
        boolean create = mount.child("bind", Vocabulary.BIND).flag("create_host_path", true);
        if (source.isEmpty()) {
            mount.error("type", "invalid mount config for type \"bind\": field Source must not be empty", null);
        }
        return source.map(path -> new Mount.Bind(path, target, readOnly, create));
    }

    private static Optional<Mount> tmpfs(Fields mount, Optional<String> source, String target, boolean readOnly) {
        Fields options = mount.child("tmpfs", Vocabulary.TMPFS);
        long size = options.scalar("size", Quantities::bytes).orElse(0L);
        int mode = options.scalar("mode", Quantities::mode).orElse(STICKY);
        if (source.isPresent()) {
            mount.error("source", "a tmpfs has no `source`", "remove it");
        }
        if (readOnly) {
            mount.error("read_only", "a read-only tmpfs is not built into jcompose yet", null);
        }
        return Optional.of(new Mount.Tmpfs(target, size, mode));
    }
}
