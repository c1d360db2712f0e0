package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.execute.ImageProbes;
import io.jcompose.orchestrator.execute.LayerNews;
import io.jcompose.orchestrator.execute.LentAccounts;
import io.jcompose.orchestrator.execute.Progress;
import io.jcompose.orchestrator.reconcile.Pin;
import io.jcompose.orchestrator.reconcile.Refused;
import io.jcompose.orchestrator.release.ImageDesk;
import io.jcompose.orchestrator.release.ReleasedImage;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Containers;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.Registries;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link ImageDesk} on the runtime. */
final class LiveImageDesk implements ImageDesk {
    private static final Logger LOG = LoggerFactory.getLogger(LiveImageDesk.class);

    private final Images images;
    private final Registries registries;
    private final Containers containers;
    private final LentAccounts accounts;
    private final Consumer<Progress> progress;

    LiveImageDesk(
            Images images,
            Registries registries,
            Containers containers,
            LentAccounts accounts,
            Consumer<Progress> progress) {
        this.images = images;
        this.registries = registries;
        this.containers = containers;
        this.accounts = accounts;
        this.progress = progress;
    }

    @Override
    public Optional<Pin> here(String id) {
        try {
            return Optional.of(pin(images.byId(id)));
        } catch (ContainerException e) {
            LOG.debug("image {} is not here", id, e);
            return Optional.empty();
        }
    }

    private static Pin pin(Image image) {
        return new Pin(image.id(), ImageProbes.of(image.config()));
    }

    @Override
    public Pin fetched(String reference, String project) throws Refused {
        int at = reference.indexOf('@');
        String name = reference.substring(0, at);
        String digest = reference.substring(at + 1);
        Optional<Pin> known = registries
                .known(name)
                .filter(meant -> meant.digest().equals(digest))
                .flatMap(meant -> here(meant.image()));
        return known.isPresent() ? known.get() : Told.by(() -> pulled(untagged(name) + "@" + digest, project));
    }

    private Pin pulled(String reference, String project) throws ContainerException {
        Optional<Image> here = local(reference);
        if (here.isPresent()) {
            return pin(here.get());
        }
        var news = new LayerNews(project, reference, progress);
        return pin(registries.pull(reference, new Registries.Visit(accounts.of(project), null, news)));
    }

    /** A colon before the last slash is that of a port. */
    private static String untagged(String name) {
        int colon = name.lastIndexOf(':');
        return colon > name.lastIndexOf('/') ? name.substring(0, colon) : name;
    }

    private Optional<Image> local(String reference) throws ContainerException {
        try {
            return Optional.of(images.get(reference, line -> {}));
        } catch (ContainerException.ImageNotFound e) {
            LOG.debug("image {} is not here", reference, e);
            return Optional.empty();
        }
    }

    @Override
    public @Nullable String digest(String reference, String id) {
        return registries
                .known(reference)
                .filter(known -> known.image().equals(id))
                .map(Registries.Known::digest)
                .orElse(null);
    }

    @Override
    public Optional<ReleasedImage> meant(String reference) {
        try {
            return local(reference)
                    .map(image -> new ReleasedImage(reference, image.id(), digest(reference, image.id())));
        } catch (ContainerException e) {
            LOG.debug("image {} cannot be looked up", reference, e);
            return Optional.empty();
        }
    }

    @Override
    public void drop(String id) {
        Set<String> used = containers.list().values().stream()
                .map(state -> state.spec().imageId())
                .collect(Collectors.toSet());
        try {
            if (!used.contains(id) && images.byId(id).references().isEmpty()) {
                images.remove(id, used).forEach(line -> LOG.info("no release needs it any more: {}", line));
            }
        } catch (ContainerException e) {
            LOG.debug("image {} is not removed", id, e);
        }
    }
}
