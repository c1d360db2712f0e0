package io.jcompose.orchestrator.daemon;

import io.jcompose.orchestrator.reconcile.Premises;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Images;
import io.jcompose.runtime.store.StorageSettings;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** {@link Premises} of this machine. */
final class LivePremises implements Premises {
    private static final Logger LOG = LoggerFactory.getLogger(LivePremises.class);

    /** Names of images that are made when they are asked for. */
    private static final String BUILT_IN = "jcompose/";

    private final Images images;
    private final List<Path> places;
    private final StorageSettings storage;

    /** {@code places} are the directories that new containers and volumes grow in. */
    LivePremises(Images images, List<Path> places, StorageSettings storage) {
        this.images = images;
        this.places = places;
        this.storage = storage;
    }

    @Override
    public Optional<String> image(String reference) {
        if (reference.startsWith(BUILT_IN)) {
            return Optional.empty();
        }
        try {
            return Optional.of(images.get(reference, line -> {}).id());
        } catch (ContainerException e) {
            LOG.debug("image {} is not here", reference, e);
            return Optional.empty();
        }
    }

    @Override
    public Optional<String> shortage() {
        for (Path place : places) {
            long free = place.toFile().getUsableSpace();
            long kept = storage.kept(place.toFile().getTotalSpace());
            if (free < kept) {
                return Optional.of("the disk of " + place + " is nearly full: it has " + size(free) + " free, of which "
                        + size(kept) + " stay free (\"reserve\" in storage.json); 'jcompose image prune' and 'jcompose "
                        + "builder prune' remove what nothing uses");
            }
        }
        return Optional.empty();
    }

    private static String size(long bytes) {
        return bytes >= 1_000_000_000
                ? String.format(Locale.ROOT, "%.1f GB", bytes / 1e9)
                : String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
    }
}
