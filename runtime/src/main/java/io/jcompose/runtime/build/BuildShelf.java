package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.image.ImageStore;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Layers of one build: looked for on this host, then in the caches that it names; and what was found or made. They stay
 * until it is closed: who prunes meanwhile takes nothing away that the build stands on.
 */
final class BuildShelf implements AutoCloseable {
    private final LayerShelf shelf;
    private final ImageStore.Hold hold;
    private final List<CacheElsewhere> elsewhere;
    private final Findings findings = new Findings();

    BuildShelf(LayerShelf shelf, List<CacheElsewhere> elsewhere) {
        this.shelf = shelf;
        this.hold = shelf.hold();
        this.elsewhere = List.copyOf(elsewhere);
    }

    Optional<StageState> find(Digest key, StageState before) throws ContainerException {
        Optional<StageState> found = shelf.find(key, before);
        for (int i = 0; found.isEmpty() && i < elsewhere.size(); i++) {
            found = elsewhere.get(i).find(key, before);
        }
        found = found.filter(after -> hold.keep(after.layers()));
        found.ifPresent(after -> findings.note(key, before, after));
        return found;
    }

    StageState put(Digest key, StageState before, Optional<Path> layer, Instant made) throws ContainerException {
        StageState after = held(shelf.put(key, before, layer, made));
        findings.note(key, before, after);
        return after;
    }

    private StageState held(StageState state) throws ContainerException {
        if (!hold.keep(state.layers())) {
            throw new ContainerException("a layer was removed in the moment that it came: build again");
        }
        return state;
    }

    @Override
    public void close() {
        hold.close();
    }

    Optional<String> answer(Digest question) {
        return shelf.answer(question);
    }

    void answer(Digest question, String answer) throws ContainerException {
        shelf.answer(question, answer);
    }

    void checkRoom() throws IOException {
        shelf.checkRoom();
    }

    Path newWork() throws ContainerException {
        return shelf.newWork();
    }

    void dropWork(Path work) throws ContainerException {
        shelf.dropWork(work);
    }

    /** An image that is not of this host: it is taken in, and has no name here. */
    StageState of(ImageSource image) throws ContainerException {
        return held(shelf.of(shelf.add(image)));
    }

    StageState of(Image image) throws ContainerException {
        return held(shelf.of(image));
    }

    /** @param telling whether other hosts may find the results of the steps in the image */
    Image compose(StageState state, Instant created, List<ImageReference> names, boolean telling)
            throws ContainerException {
        return telling
                ? shelf.compose(state, created, names, findings.in(state.layers()))
                : shelf.compose(state, created, names);
    }

    Findings findings() {
        return findings;
    }
}
