package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.api.ImageCatalog;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.build.ImageBuilds;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** {@link ImageCatalog} on the runtime. */
final class LiveImages implements ImageCatalog {
    private final Images images;
    private final Containers containers;

    private final NeededImages needed;

    LiveImages(Images images, Containers containers, NeededImages needed) {
        this.images = images;
        this.containers = containers;
        this.needed = needed;
    }

    @Override
    public List<Entry> list() {
        return images.list().stream()
                .filter(image -> !isOfBuildCache(image))
                .map(LiveImages::entry)
                .toList();
    }

    /** Nobody made it by name: it holds a layer for later builds. */
    private static boolean isOfBuildCache(Image image) {
        return image.references().isEmpty() && image.config().labels().containsKey(ImageBuilds.CACHE_LABEL);
    }

    private static Entry entry(Image image) {
        return new Entry(
                image.id(), image.references(), image.size(), image.config().created());
    }

    @Override
    public List<String> remove(String reference, boolean force) throws Refused {
        Set<String> used = containers.list().values().stream()
                .map(state -> state.spec().imageId())
                .collect(Collectors.toSet());
        if (!force) {
            needed.refuse(reference, images, used);
        }
        try {
            return images.remove(reference, used);
        } catch (ContainerException.ImageNotFound e) {
            throw new Refused(Refused.Kind.NOT_FOUND, String.valueOf(e.getMessage()), "");
        } catch (ContainerException e) {
            throw new Refused(Refused.Kind.CONFLICT, String.valueOf(e.getMessage()), "");
        }
    }

    @Override
    public Entry fromHost(String name, List<String> paths, Consumer<String> progress) throws Refused {
        try {
            return entry(images.fromHost(name, paths.stream().map(Path::of).toList(), progress));
        } catch (ContainerException | InvalidPathException e) {
            throw new Refused(Refused.Kind.FAILED, String.valueOf(e.getMessage()), "");
        }
    }
}
