package io.jcompose.runtime.build;

import io.jcompose.runtime.ContainerException;
import io.jcompose.runtime.Image;
import io.jcompose.runtime.image.ImageSource;
import io.jcompose.runtime.manifest.Digest;
import io.jcompose.runtime.manifest.ImageReference;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Layers of one build: looked for on this host, then in the caches that it names; and what was found or made. */
final class BuildShelf {
    private final LayerShelf shelf;
    private final List<CacheElsewhere> elsewhere;
    private final Findings findings = new Findings();

    BuildShelf(LayerShelf shelf, List<CacheElsewhere> elsewhere) {
        this.shelf = shelf;
        this.elsewhere = List.copyOf(elsewhere);
    }

    Optional<StageState> find(Digest key, StageState before) throws ContainerException {
        Optional<StageState> found = shelf.find(key, before);
        for (int i = 0; found.isEmpty() && i < elsewhere.size(); i++) {
            found = elsewhere.get(i).find(key, before);
        }
        found.ifPresent(after -> findings.note(key, before, after));
        return found;
    }

    StageState put(Digest key, StageState before, Optional<Path> layer, Instant made) throws ContainerException {
        StageState after = shelf.put(key, before, layer, made);
        findings.note(key, before, after);
        return after;
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
        return shelf.of(shelf.add(image));
    }

    StageState of(Image image) throws ContainerException {
        return shelf.of(image);
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
