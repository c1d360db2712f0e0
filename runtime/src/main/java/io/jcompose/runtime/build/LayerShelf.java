package io.jcompose.runtime.build;

import io.jcompose.runtime.Builds;
import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.build.plan.CacheMap;
import io.jcompose.runtime.build.plan.SettingsJson;
import io.jcompose.runtime.image.AddProgress;
import io.jcompose.runtime.image.ImageContent;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.image.NewImage;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Layers of steps in the image store, by the keys of the steps. */
final class LayerShelf {
    private static final Logger LOG = LoggerFactory.getLogger(LayerShelf.class);

    private static final String COLLECTION = "{\"created\":\"" + Instant.EPOCH + "\",\"config\":{\"Labels\":{\""
            + ImageBuilds.CACHE_LABEL + "\":\"\"}}}";

    private final ImageStore store;
    private final BuildCache cache;

    LayerShelf(ImageStore store, BuildCache cache) {
        this.store = store;
        this.cache = cache;
    }

    /** The state behind a step whose result is known; empty when it must be done. */
    Optional<StageState> find(Digest key, StageState before) throws ContainerException {
        Optional<BuildCache.Result> result = cache.find(key);
        if (result.isEmpty()) {
            return Optional.empty();
        }
        if (result.get().image().isEmpty()) {
            return Optional.of(before);
        }
        try {
            return Optional.of(with(before, result.get().image(), result.get().made()));
        } catch (ContainerException.ImageNotFound e) {
            cache.forget(key);
            return Optional.empty();
        }
    }

    private StageState with(StageState before, String id, Instant made) throws ContainerException {
        Image image = store.byId(id);
        try (ImageContent content = store.content(id)) {
            return before.with(content.diffIds().get(0), image.layers().get(0), made);
        }
    }

    Optional<String> answer(Digest question) {
        return cache.find(question).map(BuildCache.Result::answer).filter(answer -> !answer.isEmpty());
    }

    void answer(Digest question, String answer) throws ContainerException {
        remember(question, new BuildCache.Result("", answer, Instant.EPOCH));
    }

    /**
     * Makes a directory of {@link ImageStore#newWork} a layer, and remembers it.
     *
     * @param layer null when the step changed no file
     */
    StageState put(Digest key, StageState before, Optional<Path> layer, Instant made) throws ContainerException {
        if (layer.isEmpty()) {
            remember(key, new BuildCache.Result("", "", made));
            return before;
        }
        String config = "{\"created\":\"" + made + "\",\"config\":{\"Labels\":{\"" + ImageBuilds.CACHE_LABEL + "\":\""
                + key.hex() + "\"}}}";
        Image image = store.compose(new NewImage(config, List.of(), List.of(layer.get())), List.of());
        remember(key, new BuildCache.Result(image.id(), "", made));
        return with(before, image.id(), made);
    }

    /** Takes a layer in that somebody else made for this key. */
    StageState take(Digest key, StageState before, ImageSource layer, Instant made) throws ContainerException {
        Image image = store.add(layer, List.of(), AddProgress.SILENT);
        remember(key, new BuildCache.Result(image.id(), "", made));
        return with(before, image.id(), made);
    }

    /**
     * An image of these layers, the lowest first, that tells of results; to be closed, and then it is gone. The same
     * layers and results give the same image.
     */
    ImageContent collect(List<Digest> layers, CacheMap results) throws IOException, ContainerException {
        byte[] config = results.in(COLLECTION.getBytes(StandardCharsets.UTF_8));
        NewImage image = new NewImage(new String(config, StandardCharsets.UTF_8), layers, List.of());
        synchronized (this) {
            String id = store.compose(image, List.of()).id();
            try {
                return store.content(id);
            } finally {
                // What is open stays until it is closed.
                drop(List.of(id));
            }
        }
    }

    private void remember(Digest key, BuildCache.Result result) throws ContainerException {
        try {
            drop(cache.put(key, result));
        } catch (IOException e) {
            throw new ContainerException("cannot write the build cache: " + e.getMessage(), e);
        }
    }

    /** Results of steps, and the bytes of their layers. */
    Builds.Kept kept() throws ContainerException {
        long bytes = 0;
        for (String image : cache.images()) {
            try {
                bytes += store.byId(image).size();
            } catch (ContainerException.ImageNotFound e) {
                LOG.debug("a layer of the build cache is gone", e);
            }
        }
        return new Builds.Kept(cache.size(), 0, bytes);
    }

    Builds.Kept clear() throws ContainerException {
        try {
            Builds.Kept kept = kept();
            drop(cache.clear());
            return kept;
        } catch (IOException e) {
            throw new ContainerException("cannot write the build cache: " + e.getMessage(), e);
        }
    }

    private void drop(List<String> images) {
        for (String image : images) {
            try {
                var unused = store.remove(image, Set.of());
            } catch (ContainerException e) {
                LOG.debug("a layer of the build cache was gone already", e);
            }
        }
    }

    /** The state that a stage on this image begins with. */
    StageState of(Image image) throws ContainerException {
        try (ImageContent content = store.content(image.id())) {
            List<Path> directories = new ArrayList<>(image.layers());
            Collections.reverse(directories);
            return new StageState(
                    content.diffIds(),
                    directories,
                    SettingsJson.read(content.config()),
                    SettingsJson.history(content.config()),
                    image.config().created());
        } catch (IOException e) {
            throw new ContainerException(
                    "the configuration of image " + image.id() + " cannot be read: " + e.getMessage(), e);
        }
    }

    Image add(ImageSource image) throws ContainerException {
        return store.add(image, List.of(), AddProgress.SILENT);
    }

    Image compose(StageState state, Instant created, List<ImageReference> names) throws ContainerException {
        return compose(SettingsJson.write(state.settings(), created, state.history()), state, names);
    }

    /** An image that tells of the results that its layers are. */
    Image compose(StageState state, Instant created, List<ImageReference> names, CacheMap results)
            throws ContainerException {
        try {
            byte[] config = SettingsJson.write(state.settings(), created, state.history());
            return compose(results.in(config), state, names);
        } catch (IOException e) {
            throw new ContainerException("the configuration of the image cannot be written: " + e.getMessage(), e);
        }
    }

    private Image compose(byte[] config, StageState state, List<ImageReference> names) throws ContainerException {
        String text = new String(config, StandardCharsets.UTF_8);
        return store.compose(new NewImage(text, state.layers(), List.of()), names);
    }

    ImageStore.Hold hold() {
        return store.hold();
    }

    /** @throws IOException when the store may not grow */
    void checkRoom() throws IOException {
        store.checkRoom();
    }

    Path newWork() throws ContainerException {
        return store.newWork();
    }

    void dropWork(Path work) throws ContainerException {
        store.dropWork(work);
    }
}
