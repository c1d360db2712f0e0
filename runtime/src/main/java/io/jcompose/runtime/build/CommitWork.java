package io.jcompose.runtime.build;

import io.jcompose.runtime.CommitRequest;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.build.plan.Changes;
import io.jcompose.runtime.build.plan.ContainerSettings;
import io.jcompose.runtime.build.plan.SettingsJson;
import io.jcompose.runtime.disk.TreeRemoval;
import io.jcompose.runtime.layer.LayerTar;
import io.jcompose.runtime.layer.LayerUnpacker;
import io.jcompose.runtime.layer.UnpackLimits;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import io.jcompose.runtime.rootfs.Written;
import io.jcompose.runtime.store.ContainerFiles;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executor;

/** Makes an image out of what a container has written. */
final class CommitWork {
    private static final List<String> MOUNT_POINTS =
            List.of("/etc/hosts", "/etc/resolv.conf", "/etc/hostname", "/proc", "/sys", "/dev");

    private final LayerShelf shelf;
    private final BuildLayout layout;

    CommitWork(LayerShelf shelf, BuildLayout layout) {
        this.shelf = shelf;
        this.layout = layout;
    }

    Image run(CommitRequest request, Image image, List<ImageReference> names, Containers containers, Executor threads)
            throws IOException, ContainerException {
        String id = request.container().id();
        var files = new ContainerFiles(layout.daemon().containers().resolve(id));
        if (!Files.isDirectory(files.upper())) {
            throw new ContainerException.NoSuchContainer("no such container: " + id);
        }
        StageState base = shelf.of(image).copy();
        ContainerSettings.of(request, image.config()).putInto(base.settings());
        Changes.apply(base.settings(), request.changes());
        if (!request.author().isEmpty()) {
            base.settings().author(request.author());
        }
        Path work = shelf.newWork();
        try {
            Containers.Stillness still = request.pause() ? containers.freeze(id) : () -> {};
            try {
                copy(new Written(files, image.layers()), work, threads);
            } finally {
                still.close();
            }
            FreshLayer layer = new FreshLayer(work);
            layer.withoutMountPoints(MOUNT_POINTS, base.stack(layout.empty()));
            Instant now = Instant.now();
            boolean empty = layer.isEmpty();
            // A key that nothing asks for: a commit is never found again, but its layer is kept like one of a build.
            Digest key = Digest.of(UUID.randomUUID().toString().getBytes(java.nio.charset.StandardCharsets.UTF_8));
            StageState state = shelf.put(key, base, empty ? Optional.empty() : Optional.of(work), now)
                    .with(new SettingsJson.Past(now, "commit", request.message(), empty));
            return shelf.compose(state, now, names);
        } finally {
            shelf.dropWork(work);
        }
    }

    /** By the stream of a layer, so that marks of what is gone come along. */
    private void copy(Written written, Path work, Executor threads) throws IOException {
        Path scratch = layout.temporary().resolve(UUID.randomUUID().toString());
        Files.createDirectories(layout.temporary());
        try (InputStream in = LayerTar.stream(written.upper(scratch, false), threads)) {
            var unused = LayerUnpacker.unpack(in, work, UnpackLimits.USUAL);
        } finally {
            TreeRemoval.remove(scratch);
        }
    }
}
